using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Connections;
using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>
/// Suggests the tenants, applications and accounts of this session's connections, Microsoft's shared applications, and the certificates of the user's store;
/// anything else may be given too.
/// </summary>
public sealed class KnownValueCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    )
    {
        var connections = RunspaceConnections.Current.All.Reverse();
        var known = parameterName switch
        {
            "ClientId" => connections
                .Select(c => (Value: c.ClientId?.ToString(), Meaning: $"Application of {c.Name}"))
                .Append((Value: Environment.GetEnvironmentVariable(ConnectArguments.ClientIdVariable), Meaning: $"${ConnectArguments.ClientIdVariable}"))
                .Concat(SharedApplication.All.Select(one => (Value: (string?)one.Name, Meaning: $"{one.About} ({one.Id})"))),
            "Username" => connections.Select(c => (Value: c.Account, Meaning: $"Account of {c.Name}")),
            "CertificateThumbprint" => Certificates(),
            _ => connections.Select(c => (Value: c.TenantId, Meaning: $"Tenant of {c.Name}{(c.Account is null ? string.Empty : $", {c.Account}")}")),
        };
        return ArgumentSuggestion.Beginning(
            wordToComplete,
            commandAst,
            known
                .Where(one => !string.IsNullOrWhiteSpace(one.Value))
                .GroupBy(one => one.Value, StringComparer.OrdinalIgnoreCase)
                .Select(one => (one.First().Value!, one.First().Meaning))
        );
    }

    // Those that can sign. A store that can't be opened has none to suggest; the command says why.
    private static IEnumerable<(string? Value, string Meaning)> Certificates()
    {
        try
        {
            using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            return
            [
                .. store
                    .Certificates.Cast<X509Certificate2>()
                    .Where(certificate => certificate.HasPrivateKey)
                    .Select(certificate => ((string?)certificate.Thumbprint, $"{certificate.Subject}, until {UtcText.Day(certificate.NotAfter)}")),
            ];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
