using System.Collections.Concurrent;
using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Entra;

/// <summary>
/// The access tokens of a lab by their "uti", and when one was called back. By token and not by time: two tokens of one second are told apart.
/// </summary>
internal sealed class IssuedTokens
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new();

    public void Add(string id, LabTenant tenant, LabAccount? account) => _entries[id] = new(tenant, account, null);

    public LabAccount? AccountOf(string id) => _entries.GetValueOrDefault(id)?.Account;

    public DateTimeOffset? RevokedAt(string id) => _entries.GetValueOrDefault(id)?.RevokedAt;

    public void Revoke(string id, DateTimeOffset at)
    {
        if (_entries.TryGetValue(id, out var entry))
        {
            _entries[id] = entry with { RevokedAt = at };
        }
    }

    public void Revoke(Func<LabTenant, LabAccount, bool> isMeant, DateTimeOffset at)
    {
        foreach (var (id, entry) in _entries)
        {
            if (entry.Account is { } account && isMeant(entry.Tenant, account))
            {
                _entries[id] = entry with { RevokedAt = at };
            }
        }
    }

    private sealed record Entry(LabTenant Tenant, LabAccount? Account, DateTimeOffset? RevokedAt);
}
