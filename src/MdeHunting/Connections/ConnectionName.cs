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

    /// <summary>What is said where a name goes from one tenant or service to another; null where it stays.</summary>
    /// <param name="earlier">The connection that had the name.</param>
    /// <param name="connection">The one that has it now.</param>
    public static string? Moved(MdeConnection earlier, MdeConnection connection)
    {
        var isSameTenant = string.Equals(earlier.TenantId, connection.TenantId, StringComparison.OrdinalIgnoreCase);
        return isSameTenant && earlier.Api == connection.Api && earlier.HuntingHost == connection.HuntingHost
            ? null
            : $"The connection '{connection.Name}' was to {Target(earlier)}, and is now to {Target(connection)}. The earlier one is closed. To keep both, "
                + "specify another -Name.";
    }

    private static string Target(MdeConnection connection) =>
        $"{connection.TenantDomain ?? connection.TenantId ?? "an unknown tenant"} ({connection.Api}, {connection.HuntingHost})";
}
