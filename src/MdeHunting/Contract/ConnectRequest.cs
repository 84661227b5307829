using System.Net;

namespace MdeHunting.Contract;

/// <summary>Who wants to connect to what, and how.</summary>
/// <param name="SignIn">The way to sign in and what it needs.</param>
/// <param name="TenantId">The tenant's id or one of its domains; null where the sign-in itself tells.</param>
/// <param name="ClientId">The application's (client) id; null where the sign-in needs none.</param>
/// <param name="Api">The service to hunt with.</param>
/// <param name="Cloud">The cloud, where there is no environment file.</param>
internal sealed record ConnectRequest(SignInChoice SignIn, string? TenantId, Guid? ClientId, MdeApi Api, MdeCloud Cloud)
{
    /// <summary>How long that is where nothing was said.</summary>
    public static readonly TimeSpan UsualRetryTimeout = TimeSpan.FromMinutes(1);

    /// <summary>The full path of an environment file; null for a cloud of Microsoft's.</summary>
    public string? EnvironmentPath { get; init; }

    /// <summary>The scopes to ask for; null for the one that hunting needs.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>How many rows a result has at the most, where the caller knows better; null for what is known of the service.</summary>
    public int? RowLimit { get; init; }

    /// <summary>How many bytes a result may have, where the caller knows better; null for what is known of the service.</summary>
    public long? ByteLimit { get; init; }

    /// <summary>The tenant's quotas, where the caller knows better; null for what is known of the service.</summary>
    public IReadOnlyList<QuotaLimit>? Quotas { get; init; }

    /// <summary>How long the identity service is asked again after what passes by itself; a person may be waiting.</summary>
    public TimeSpan RetryTimeout { get; init; } = UsualRetryTimeout;

    /// <summary>The proxy to go through; null for that of the system or of the process's environment.</summary>
    public IWebProxy? Proxy { get; init; }
}
