namespace MdeHunting.Contract;

/// <summary>A signed-in account that can ask one service of one tenant. The tokens stay behind it.</summary>
internal interface IHuntingSession : IDisposable
{
    /// <summary>The tenant's id; null where it cannot be known.</summary>
    string? TenantId { get; }

    /// <summary>One of the tenant's domains; null where the token tells none.</summary>
    string? TenantDomain { get; }

    /// <summary>The application's name; null where the token doesn't tell it.</summary>
    string? ApplicationName { get; }

    /// <summary>The account's sign-in name; null where no user signed in.</summary>
    string? Account { get; }

    /// <summary>The service that it asks.</summary>
    MdeApi Api { get; }

    /// <summary>The cloud's or the environment's name.</summary>
    string Cloud { get; }

    /// <summary>The host that the account signed in at, with its port where that is not the usual one.</summary>
    string AuthorityHost { get; }

    /// <summary>The host that queries and their token go to, likewise.</summary>
    string HuntingHost { get; }

    /// <summary>How the sign-in was done.</summary>
    SignInMethod Method { get; }

    /// <summary>The scopes that were granted.</summary>
    IReadOnlyList<string> Scopes { get; }

    /// <summary>What a reader of the results should know of the sign-in.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>When the token in hand expires (UTC).</summary>
    DateTime ExpiresOn { get; }

    /// <summary>How many rows a result has at the most; the service cuts the rest off without a word.</summary>
    int RowLimit { get; }

    /// <summary>How many bytes a result may have; the service refuses a larger one.</summary>
    long ByteLimit { get; }

    /// <summary>The time by the session's own clock (UTC).</summary>
    DateTime UtcNow { get; }

    /// <summary>Ends after a time by the session's own clock.</summary>
    Task PauseAsync(TimeSpan time, CancellationToken token);

    /// <summary>When it was last used (UTC); null where it has not been.</summary>
    DateTime? LastUsedOn { get; }

    /// <summary>The tenant's quotas at this service, as far as they are known, and what this process has used of them.</summary>
    IReadOnlyList<QuotaState> ReadQuotas();

    /// <summary>Explains the token that the next query would be sent with.</summary>
    Task<MdeTokenInfo> ReadTokenAsync(IObjectFactory factory, ISignInPrompt prompt, CancellationToken token);

    /// <summary>Sends one query; its rows go to <paramref name="receiver"/> once the whole response has been validated.</summary>
    /// <exception cref="HuntingException">The service refused it, or gave no response that can be read.</exception>
    /// <exception cref="SignInException">The sign-in is no longer good.</exception>
    /// <returns>What is known of the response besides its rows.</returns>
    Task<HuntingResponse> HuntAsync(HuntingRequest request, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token);

    /// <summary>The tables that the service says the tenant has; null where it does not say, and they have to be asked for one by one.</summary>
    /// <param name="timeLimit">How long that may take; null for a minute, which is the most.</param>
    /// <param name="prompt">How the session turns to the person.</param>
    /// <param name="recorder">Keeps the responses; null for nobody.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="HuntingException">It could not be reached.</exception>
    /// <exception cref="SignInException">The sign-in is no longer good.</exception>
    Task<IReadOnlyList<KnownTable>?> DiscoverTablesAsync(TimeSpan? timeLimit, IHuntingPrompt prompt, IResponseRecorder? recorder, CancellationToken token);

    /// <summary>A text, to be recorded, with <c>***</c> in the place of each secret that the connection has, and of others.</summary>
    /// <param name="text">The text.</param>
    /// <param name="others">Other secrets; they are the connection's from then on.</param>
    string Hide(string text, IReadOnlyList<string> others);

    /// <summary>Takes the account out of the cache, so that the next sign-in asks for it again; does nothing where no user signed in.</summary>
    Task ForgetAccountAsync(CancellationToken token);
}
