using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace MdeHunting.Sweeps;

/// <summary>The last ledger of each runspace, and the variables that have one. For the pipeline thread.</summary>
internal static class SweepLedgers
{
    private static readonly ConditionalWeakTable<Runspace, SweepLedger> Kept = new();

    /// <summary>The entries of the runspace's last sweep; none where there was no sweep.</summary>
    public static IReadOnlyList<MdeIndicatorLedgerEntry> Last() =>
        Runspace.DefaultRunspace is { } runspace && Kept.TryGetValue(runspace, out var ledger) ? ledger.Entries : [];

    /// <summary>Keeps a ledger as the last one, and in a variable.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="session">The session of the command.</param>
    /// <param name="variable">The variable's name, with a plus to add to it; null for none.</param>
    /// <returns>Why it cannot be kept; null where it is.</returns>
    public static HuntingException? Keep(SweepLedger ledger, SessionState session, string? variable)
    {
        if (Runspace.DefaultRunspace is { } runspace)
        {
            Kept.Remove(runspace);
            Kept.Add(runspace, ledger);
        }

        if (variable is null)
        {
            return null;
        }

        var adds = variable.StartsWith("+", StringComparison.Ordinal);
        var name = adds ? variable.Substring(1) : variable;
        var entries = new ArrayList();
        try
        {
            // As -OutVariable does: what is no list is its first element.
            if (adds && session.PSVariable.GetValue(name) is { } before)
            {
                foreach (var entry in LanguagePrimitives.GetEnumerable(before) ?? new[] { before })
                {
                    entries.Add(entry);
                }
            }

            entries.AddRange(ledger.Entries.ToArray());
            session.PSVariable.Set(name, entries);
            return null;
        }
        catch (RuntimeException e)
        {
            return new HuntingException(
                HuntingFailure.ArgumentConflict,
                $"The variable '{name}' of -LedgerVariable can't be set: {e.Message}",
                "Specify the name of a variable that can be written, without a dollar sign.",
                e
            )
            {
                Target = name,
            };
        }
    }
}
