using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Connections;

/// <summary>What a connection is called that nobody names.</summary>
internal static class ConnectionName
{
    private const int MostOfApplication = 40;
    private const int FirstOfId = 8;

    /// <summary>Its name: of the tenant's domain, else of the application's name, by which a person knows it, else of the tenant's id.</summary>
    /// <param name="request">What was requested.</param>
    /// <param name="domain">The domain by which the tenant was given; null where it was not.</param>
    /// <param name="session">The sign-in.</param>
    /// <param name="others">The session's connections.</param>
    public static string Of(ConnectRequest request, string? domain, IHuntingSession session, IReadOnlyList<MdeConnection> others)
    {
        var id = session.TenantId ?? request.TenantId;
        if ((domain ?? session.TenantDomain) is { } known)
        {
            return $"{known}/{request.Api}";
        }

        if (session.Account is not null || session.ApplicationName is not { Length: > 0 } application || id is not { Length: > FirstOfId })
        {
            return $"{request.TenantId ?? id}/{request.Api}";
        }

        // One application has many tenants, and a name is no other tenant's.
        var shown = TerminalSafeText.Start(application, MostOfApplication);
        var name = $"{shown} ({id.Substring(0, FirstOfId)})/{request.Api}";
        return others.Any(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase) && other.TenantId != session.TenantId)
            ? $"{shown} ({id})/{request.Api}"
            : name;
    }
}
