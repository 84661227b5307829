using System.Net;
using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Tokens;

/// <summary>Who asks for a token: the application in its tenant, how it proved that, and from where.</summary>
internal sealed record TokenClient(LabTenant Tenant, LabApplication Application, ClientProof Proof, IPAddress Address)
{
    public RefreshGrant Grant(LabAccount account, IEnumerable<string> capabilities) => new(Tenant, Application, account, [.. capabilities]);
}
