using System.Text.RegularExpressions;

namespace MdeHunting.Connections;

/// <summary>Checks what is typed to connect, before anything is sent.</summary>
internal static class ConnectArguments
{
    // A registered domain: labels of letters, digits and hyphens, and at least one dot (RFC 1035, section 2.3.1; IDN in its xn-- form or as typed).
    private static readonly Regex Domain = new(@"^(?=.{4,253}$)([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$", RegexOptions.CultureInvariant);

    /// <summary>The tenant as it stands in the authority.</summary>
    /// <exception cref="ConnectionException">It is neither an id nor a domain.</exception>
    public static string Tenant(string text)
    {
        var typed = text.Trim();
        if (Guid.TryParse(typed, out var id) && id != Guid.Empty)
        {
            return id.ToString("D");
        }

        return Domain.IsMatch(typed) ? typed : throw new ConnectionException(
            ConnectionFailure.InvalidTenantId,
            $"'{text}' is not a tenant.",
            "Give the tenant's id (such as 11111111-1111-1111-1111-111111111111) or one of its domains (such as contoso.onmicrosoft.com).")
        {
            Target = text,
        };
    }

    /// <summary>The application's id.</summary>
    /// <exception cref="ConnectionException">It is not an id.</exception>
    public static Guid Client(string text) => Guid.TryParse(text.Trim(), out var id) && id != Guid.Empty ? id : throw new ConnectionException(
        ConnectionFailure.InvalidClientId,
        $"'{text}' is not an application (client) id.",
        "Copy 'Application (client) ID' from the overview of the app registration in the Entra admin center; it looks like 22222222-2222-2222-2222-222222222222.")
    {
        Target = text,
    };
}
