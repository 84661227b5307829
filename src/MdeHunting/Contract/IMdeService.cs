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

    /// <summary>What registering an application would go by; sends nothing.</summary>
    /// <param name="request">Who registers, for which API.</param>
    /// <param name="isByItself">Whether the application is to sign in by itself.</param>
    /// <exception cref="EnvironmentException">The environment file cannot be used.</exception>
    RegistrationPlan PlanRegistration(ConnectRequest request, bool isByItself);

    /// <summary>Registers an application.</summary>
    /// <param name="request">Who registers, where, for which API.</param>
    /// <param name="application">The application.</param>
    /// <param name="prompt">How to turn to the person.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="EnvironmentException">The environment file cannot be used.</exception>
    /// <exception cref="SignInException">The sign-in did not succeed.</exception>
    /// <exception cref="RegistrationException">Graph refused it, or it could not be reached.</exception>
    Task<RegisteredApplication> RegisterAsync(ConnectRequest request, ApplicationRequest application, ISignInPrompt prompt, CancellationToken token);

    /// <summary>Reads a token without checking its signature.</summary>
    /// <exception cref="TokenException">It cannot be read.</exception>
    MdeTokenInfo ReadToken(string token, IObjectFactory factory);
}
