namespace MdeHunting.Contract;

/// <summary>
/// The border between the two assemblies: what the module asks of its private side. Only types of the base library and of this assembly cross it.
/// </summary>
internal interface IMdeService
{
    /// <summary>Signs in.</summary>
    /// <exception cref="EnvironmentException">The environment file cannot be used.</exception>
    /// <exception cref="SignInException">The sign-in did not succeed.</exception>
    Task<IHuntingSession> ConnectAsync(ConnectRequest request, ISignInPrompt prompt, CancellationToken token);

    /// <summary>Reads a token without checking its signature.</summary>
    /// <exception cref="TokenException">It cannot be read.</exception>
    MdeTokenInfo ReadToken(string token, IObjectFactory factory);
}
