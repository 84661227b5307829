using MdeHunting.Contract;
using MdeHunting.Kql;
using MdeHunting.Text;

namespace MdeHunting.Checks;

/// <summary>
/// The check of the queries that a command runs, each once: only of what the service refuses them for, or they are silently wrong by. A warning takes no time
/// of the query's, which is on its way meanwhile.
/// </summary>
/// <param name="mode">What becomes of a query of which something is found.</param>
internal sealed class RunCheck(MdeQueryCheckMode mode)
{
    private const string Unread = "MDE000";
    private const string TooLong = "MDE020";

    // The service says itself that it can't read these, and where; what it can read was a fault of the check's.
    private static readonly string[] OfService = [Unread, "MDE021"];

    private readonly HashSet<string> _checked = new(StringComparer.Ordinal);

    /// <summary>Checks a query, unless it was checked before.</summary>
    /// <param name="query">The query as it is sent.</param>
    /// <param name="inGiven">Where a place of it is in the query as it was given; null for one in a value of <c>-Parameter</c>.</param>
    /// <param name="tables">The tables that there are.</param>
    /// <param name="now">The moment of the check (UTC).</param>
    /// <param name="warn">Takes the warning.</param>
    /// <returns>The warning's way; the query need not wait for it.</returns>
    /// <exception cref="HuntingException">Something was found, and the query is not to be run.</exception>
    public Task BeginAsync(string query, Func<KqlPosition, KqlPosition?> inGiven, IReadOnlyList<KnownTable> tables, DateTime now, Func<string, Task> warn)
    {
        if (mode == MdeQueryCheckMode.Stop)
        {
            return Find() is { } found
                ? throw new HuntingException(
                    HuntingFailure.QueryCheckFailed,
                    $"The query wasn't run. {found}",
                    "Correct the query, or run it anyway with -Check Warn. For the rule, see about_MdeHunting_Rules."
                )
                {
                    Target = query,
                }
                : Task.CompletedTask;
        }

        lock (_checked)
        {
            if (!_checked.Add(query))
            {
                return Task.CompletedTask;
            }
        }

        return Task.Run(() => Find() is { } told ? warn(told) : Task.CompletedTask);

        string? Find() =>
            Tell(
                query,
                inGiven,
                [.. QueryCheck.Of(query, tables, now, isOfRun: true).Where(finding => mode == MdeQueryCheckMode.Stop || !OfService.Contains(finding.RuleId))]
            );
    }

    // The gravest, in one line: a warning has no others.
    private static string? Tell(string query, Func<KqlPosition, KqlPosition?> inGiven, IReadOnlyList<QueryFinding> findings)
    {
        if (findings.Count == 0)
        {
            return null;
        }

        var gravest = findings.OrderByDescending(finding => finding.Severity).First();
        var place = inGiven(new SourceText(query).LineAndColumn(gravest.Start));
        var more = findings.Count > 1 ? FormattableString.Invariant($" For {findings.Count - 1} more, use Test-MdeHuntingQuery.") : string.Empty;
        var rule = CheckRules.Of(gravest.RuleId);

        // Nobody wrote the text of a value.
        (string Message, string? Step) told =
            rule.Id == Unread ? (place is null ? $"{rule.Title}." : gravest.Message, gravest.Suggestion)
            : rule.Id == TooLong && place is null
                ? ("With it, the query is too long or too deep to be checked.", "To check the query without it, use Test-MdeHuntingQuery.")
            : (gravest.Message, gravest.Suggestion ?? rule.Fix);
        return TerminalSafeText.Line(
            $"{rule.Id}, {place?.ToString() ?? "a value of -Parameter"}: {told.Message}{(told.Step is null ? string.Empty : $" {told.Step}")}{more}"
        );
    }
}
