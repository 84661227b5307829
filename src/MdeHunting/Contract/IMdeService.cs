using System.Net;

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
    Task<RegisteredApplication> RegisterAsync(ConnectRequest request, ApplicationRequest application, IHuntingPrompt prompt, CancellationToken token);

    /// <summary>Reads a response that was stored, as one that has just come is read.</summary>
    /// <exception cref="HuntingException">It is none that can be read.</exception>
    Task<StoredRows> ReadStoredAsync(StoredContent source, IRowSink receiver, IMessageSink messages, CancellationToken token);

    /// <summary>Finds a certificate to sign evidence with, as one to sign in with is found.</summary>
    /// <param name="choice">Which one: a choice of a certificate.</param>
    /// <exception cref="SignInException">It is not there, or cannot be read.</exception>
    SigningIdentity FindSigningIdentity(SignInChoice choice);

    /// <summary>Sends a request to a time-stamp server (RFC 3161, section 3.4), and returns what it responds.</summary>
    /// <param name="server">The server.</param>
    /// <param name="request">The request.</param>
    /// <param name="proxy">The proxy; null for that of the system or the process's environment.</param>
    /// <param name="timeLimit">How long it may take.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="EvidenceException">It cannot be reached, or refuses.</exception>
    Task<byte[]> RequestStampAsync(Uri server, byte[] request, IWebProxy? proxy, TimeSpan timeLimit, CancellationToken token);

    /// <summary>Reads a token without checking its signature.</summary>
    /// <exception cref="TokenException">It cannot be read.</exception>
    MdeTokenInfo ReadToken(string token, IObjectFactory factory);
}
