using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Tokens;

/// <summary>What a refresh token stands for. As in Entra it is not bound to a resource.</summary>
internal sealed record RefreshGrant(LabTenant Tenant, LabApplication Application, LabAccount Account, IReadOnlyList<string> Capabilities);
