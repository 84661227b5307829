using MdeHunting.Connections;

namespace MdeHunting.Service;

/// <summary>Who wants to connect to what.</summary>
/// <param name="TenantId">The tenant's id, or one of its domains.</param>
/// <param name="ClientId">The application's (client) id.</param>
/// <param name="Api">The service to hunt with.</param>
/// <param name="EnvironmentPath">The full path of an environment file; null for the public cloud.</param>
internal sealed record ConnectRequest(string TenantId, Guid ClientId, MdeApi Api, string? EnvironmentPath);
