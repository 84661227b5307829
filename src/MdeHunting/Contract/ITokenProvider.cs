namespace MdeHunting.Contract;

/// <summary>What gives a connection its tokens in place of a sign-in: a script block of the caller's.</summary>
internal interface ITokenProvider
{
    /// <summary>Whether the caller is run by the provider itself, directly or not: then it would wait for its own end.</summary>
    bool IsRunning { get; }

    /// <summary>Runs it. For the thread of a command's pipeline alone: <see cref="ISignInPrompt.InvokeAsync"/>.</summary>
    /// <exception cref="SignInException">It failed, or what it returned is no token.</exception>
    ProvidedToken Provide(TokenRequest request);
}

/// <summary>What a provider is asked for.</summary>
/// <param name="Resource">The API that the token is to be for, such as https://graph.microsoft.com.</param>
/// <param name="TenantId">The tenant's id; null where it is not known before there is a token.</param>
/// <param name="Claims">The claims that the service requires, as JSON (a claims challenge); null for none.</param>
internal sealed record TokenRequest(string Resource, string? TenantId, string? Claims);

/// <summary>What a provider returned. It is no record, since a record's text has all that is in it.</summary>
/// <param name="text">The token.</param>
/// <param name="expiresOn">When it expires by what came with it (UTC); null where nothing says so.</param>
/// <param name="complaints">The errors that it wrote and went on after.</param>
internal sealed class ProvidedToken(string text, DateTime? expiresOn, IReadOnlyList<string> complaints)
{
    /// <summary>The token.</summary>
    public string Text => text;

    /// <summary>When it expires by what came with it (UTC); null where nothing says so.</summary>
    public DateTime? ExpiresOn => expiresOn;

    /// <summary>The errors that it wrote and went on after.</summary>
    public IReadOnlyList<string> Complaints => complaints;
}
