using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Checks what is typed to connect, before anything is sent.</summary>
internal static class ConnectArguments
{
    /// <summary>The environment variable with the application's id, for whoever does not want to type it.</summary>
    public const string ClientIdVariable = "MDEHUNTING_CLIENT_ID";

    // A registered domain: labels of letters, digits and hyphens, and at least one dot (RFC 1035, section 2.3.1; IDN in its xn-- form or as typed).
    private static readonly Regex Domain = new(
        @"^(?=.{4,253}$)([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$",
        RegexOptions.CultureInvariant
    );

    // .NET Framework knows no others than the first.
    private static readonly string[] ProxySchemes = Environment.Version.Major > 4 ? ["http", "https", "socks4", "socks4a", "socks5"] : ["http", "https"];

    /// <summary>The tenant as it stands in the authority.</summary>
    /// <exception cref="ConnectionException">It is neither an id nor a domain.</exception>
    public static string Tenant(string text)
    {
        var typed = PastedText.Trim(text);
        if (Guid.TryParse(PastedText.Id(typed), out var id) && id != Guid.Empty)
        {
            return id.ToString("D");
        }

        return Domain.IsMatch(typed)
            ? typed
            : throw new ConnectionException(
                ConnectionFailure.InvalidTenantId,
                $"'{text}' isn't a tenant.{Odd(typed)}",
                "Specify the tenant's ID (such as 11111111-1111-1111-1111-111111111111) or one of its domains (such as contoso.onmicrosoft.com)."
            )
            {
                Target = text,
            };
    }

    /// <summary>The tenant as it stands in the authority; null where the way to sign in finds it out.</summary>
    /// <param name="text">What was specified; null for nothing.</param>
    /// <param name="method">The way to sign in.</param>
    /// <exception cref="ConnectionException">It is neither an id nor a domain, or it is missing.</exception>
    public static string? Tenant(string? text, SignInMethod method) =>
        text is not null
            ? Tenant(text)
            : method switch
            {
                SignInMethod.Federation => TenantOfEnvironment(),
                SignInMethod.ManagedIdentity or SignInMethod.AccessToken or SignInMethod.TokenProvider => null,
                _ => throw new ConnectionException(
                    ConnectionFailure.TenantIdMissing,
                    "No tenant was specified.",
                    "Specify the tenant's id or one of its domains as TenantId."
                ),
            };

    /// <summary>The application's id; null where the way to sign in needs none.</summary>
    /// <param name="text">What was specified; null for nothing, in whose place the environment's may stand.</param>
    /// <param name="method">The way to sign in.</param>
    /// <exception cref="ConnectionException">It is no application's, or it is missing.</exception>
    public static Guid? Client(string? text, SignInMethod method) =>
        method switch
        {
            SignInMethod.AccessToken or SignInMethod.TokenProvider or SignInMethod.ManagedIdentity => text is null ? null : Client(text),
            _ when text is not null => Client(text),
            _ => ClientOfEnvironment(method),
        };

    /// <summary>The application's id, given as that or by the name of an application of Microsoft's.</summary>
    /// <param name="text">The text.</param>
    /// <param name="variable">The environment variable that it is from; null where it was typed.</param>
    /// <exception cref="ConnectionException">It is neither.</exception>
    public static Guid Client(string text, string? variable = null)
    {
        var typed = PastedText.Trim(text);
        var isId = Guid.TryParse(PastedText.Id(text), out var id) && id != Guid.Empty;
        if (SharedApplication.CannotHunt(isId ? $"{id}" : typed))
        {
            throw new ConnectionException(
                ConnectionFailure.SharedApplicationUnfit,
                $"{typed} can't be used to hunt: Microsoft gave that application a fixed set of permissions for Microsoft Graph, without ThreatHunting.Read.All.",
                $"Use -ClientId {SharedApplication.GraphCommandLineTools.Name}, or the id of your own app registration."
            )
            {
                Target = text,
            };
        }

        if (isId)
        {
            return id;
        }

        if (SharedApplication.Find(typed) is { } shared)
        {
            return shared.Id;
        }

        var likely = EditDistance.Find(typed, SharedApplication.All.Select(one => one.Name));
        throw new ConnectionException(
            ConnectionFailure.InvalidClientId,
            $"'{text}'{(variable is null ? string.Empty : $" in the environment variable {variable}")} isn't an application (client) ID.{Odd(typed)}{(likely.Count > 0 ? $" Did you mean '{likely[0]}'?" : string.Empty)}",
            "Copy 'Application (client) ID' from the overview of the app registration in the Entra admin center; it looks like "
                + $"22222222-2222-2222-2222-222222222222. Or use Microsoft's shared application: -ClientId {SharedApplication.GraphCommandLineTools.Name}."
        )
        {
            Target = text,
        };
    }

    /// <summary>The full path of a file; null where none was given.</summary>
    /// <exception cref="ConnectionException">It is a path of another provider.</exception>
    public static string? File(FilePath? path) =>
        path is { IsOfFileSystem: false } other
            ? throw new ConnectionException(ConnectionFailure.PathOfAnotherProvider, other.Fault, "Specify the path of a file.") { Target = other.Given }
            : path?.Full;

    /// <summary>Requires of an application of Microsoft's that it can be used so, before anything is sent.</summary>
    /// <exception cref="ConnectionException">It cannot.</exception>
    public static void RequireFit(Guid? client, SignInMethod method, MdeApi api)
    {
        if (SharedApplication.Find(client) is not { } shared || method is SignInMethod.AccessToken or SignInMethod.TokenProvider)
        {
            return;
        }

        if (method is not (SignInMethod.Browser or SignInMethod.DeviceCode))
        {
            throw new ConnectionException(
                ConnectionFailure.SharedApplicationUnfit,
                $"{shared.Title} is Microsoft's application: only a person can sign in with it, and nobody else has its secrets or certificates.",
                "Sign in with the browser or -DeviceCode, or specify the -ClientId of your own app registration."
            )
            {
                Target = shared.Id,
            };
        }

        if (api is not MdeApi.Graph)
        {
            throw new ConnectionException(
                ConnectionFailure.SharedApplicationUnfit,
                $"{shared.Title} can't be used with -Api {api}: it only gets permissions of Microsoft Graph, and {api} needs "
                    + $"{(api is MdeApi.Endpoint ? "AdvancedQuery.Read of WindowsDefenderATP" : "AdvancedHunting.Read of Microsoft Threat Protection")}.",
                "Remove -Api: Graph runs the same queries. For another API, specify the -ClientId of your own app registration."
            )
            {
                Target = shared.Id,
            };
        }
    }

    /// <summary>The account's name; null where none was given.</summary>
    /// <exception cref="ConnectionException">It is blank.</exception>
    public static string? Username(string? text) =>
        text is null ? null
        : PastedText.Trim(text) is { Length: > 0 } name ? name
        : throw Conflict("-Username is blank.", "Specify the account's sign-in name, such as responder@contoso.example, or remove -Username.");

    /// <summary>The tenant that the process's environment names, as Azure's workload identity does.</summary>
    /// <exception cref="ConnectionException">It names none.</exception>
    private static string TenantOfEnvironment() =>
        PastedText.OfVariable("AZURE_TENANT_ID") is { } tenant
            ? Tenant(tenant)
            : throw new ConnectionException(
                ConnectionFailure.TenantIdMissing,
                "No tenant was specified.",
                "Add -TenantId with the tenant's id or one of its domains, or set the environment variable AZURE_TENANT_ID."
            );

    /// <summary>The application id that the process's environment names.</summary>
    /// <exception cref="ConnectionException">It names none.</exception>
    private static Guid ClientOfEnvironment(SignInMethod method)
    {
        string[] variables = method is SignInMethod.Federation ? [ClientIdVariable, "AZURE_CLIENT_ID"] : [ClientIdVariable];
        foreach (var variable in variables)
        {
            if (PastedText.OfVariable(variable) is { } text)
            {
                return Client(text, variable);
            }
        }

        throw new ConnectionException(
            ConnectionFailure.ClientIdMissing,
            "No application (client) ID was specified.",
            method is SignInMethod.Browser or SignInMethod.DeviceCode
                ? $"Do one of these. With an app registration of your own: add -ClientId with its id, or set the environment variable {ClientIdVariable} "
                    + $"(Register-MdeApplication registers one). Without one: use Microsoft's shared application, -ClientId {SharedApplication.GraphCommandLineTools.Name}, which needs an "
                    + "administrator's consent once per tenant. With a token that another tool gets for you: -AccessToken or -TokenProvider. Get-Help about_MdeHunting_SignIn "
                    + "compares them."
                : $"Add -ClientId with the id of your app registration, or set the environment variable {ClientIdVariable}. Only a registration of your own "
                    + "has a secret, a certificate or a federated credential."
        );
    }

    /// <summary>The proxy that was asked for; null for the system's.</summary>
    /// <exception cref="ConnectionException">The proxy's address cannot be used, or there are credentials without an address.</exception>
    public static IWebProxy? Proxy(Uri? address, PSCredential? credential)
    {
        if (address is null)
        {
            return credential is null ? null : throw Conflict("-ProxyCredential was specified without -Proxy.", "Specify the proxy's address with -Proxy.");
        }

        if (!address.IsAbsoluteUri || address.Host.Length == 0 || address.Port == 0 || !ProxySchemes.Contains(address.Scheme))
        {
            // Of what it is no more is repeated than a host: it may have a password in it.
            var host =
                address.IsAbsoluteUri && address.Host.Length > 0
                    ? $" '{address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}'"
                    : string.Empty;
            throw Conflict(
                $"-Proxy{host} isn't a valid proxy address.",
                $"Specify it with its scheme ({string.Join(", ", ProxySchemes)}) and port, as http://proxy.contoso.example:8080, and its user with "
                    + "-ProxyCredential."
            );
        }

        // A user in the address is taken out of it by what carries the requests.
        return new WebProxy(address) { Credentials = credential?.GetNetworkCredential() };
    }

    /// <summary>Refuses two of several arguments that exclude each other.</summary>
    /// <exception cref="ConnectionException">More than one was given.</exception>
    public static void RequireAtMostOne(params (string Name, bool IsGiven)[] arguments)
    {
        var given = arguments.Where(a => a.IsGiven).Select(a => a.Name).ToList();
        if (given.Count > 1)
        {
            throw Conflict($"{string.Join(" and ", given)} can't be used together.", "Specify one of them.");
        }
    }

    /// <summary>The certificate that is named in one of three ways; null where none is.</summary>
    /// <exception cref="ConnectionException">It is named in more than one way, or a password is given without it.</exception>
    public static SignInChoice? CertificateChoiceOf(X509Certificate2? certificate, string? thumbprint, string? path, SecureString? password)
    {
        RequireAtMostOne(("-Certificate", certificate is not null), ("-CertificateThumbprint", thumbprint is not null), ("-CertificatePath", path is not null));
        return certificate is not null ? new CertificateChoice(certificate)
            : thumbprint is not null ? new CertificateThumbprintChoice(thumbprint)
            : path is not null ? new CertificateFileChoice(path, password)
            : password is null ? null
            : throw Conflict("-CertificatePassword was specified without a certificate.", "Specify the certificate's file with -CertificatePath.");
    }

    /// <summary>Arguments that do not go together.</summary>
    public static ConnectionException Conflict(string what, string nextStep) => new(ConnectionFailure.ArgumentConflict, what, nextStep);

    private static string Odd(string text) => PastedText.OddNames(text) is { } names ? $" It has {names} in it." : string.Empty;
}
