namespace MdeHunting;

/// <summary>The ways to sign in.</summary>
public enum SignInMethod
{
    /// <summary>The system's browser: authorization code with PKCE (RFC 7636) and a redirect to <c>http://localhost</c>.</summary>
    Browser,

    /// <summary>A code that the person enters on a page in any browser (RFC 8628).</summary>
    DeviceCode,

    /// <summary>An application with a certificate (RFC 7523).</summary>
    Certificate,

    /// <summary>An application with a client secret.</summary>
    ClientSecret,

    /// <summary>The managed identity of an Azure host.</summary>
    ManagedIdentity,

    /// <summary>An application that trusts another issuer's token: workload identity federation.</summary>
    Federation,

    /// <summary>A token that came from elsewhere; it is not renewed.</summary>
    AccessToken,

    /// <summary>A script block that is run for a token whenever one is needed.</summary>
    TokenProvider,
}
