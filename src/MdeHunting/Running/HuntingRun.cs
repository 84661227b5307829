using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Reporting;
using MdeHunting.Results;
using MdeHunting.Running.Time;
using MdeHunting.Running.Windows;
using MdeHunting.Text;

namespace MdeHunting.Running;

/// <summary>The run of one query as one request: its rows go to the output, and what is missing of them is reported.</summary>
/// <param name="connection">The connection to ask.</param>
/// <param name="output">What becomes of the rows; made for this query.</param>
/// <param name="report">What is reported meanwhile.</param>
/// <param name="result">Where the response is added; null where nobody else looks at it.</param>
internal sealed class HuntingRun(MdeConnection connection, IResultSink output, IHuntingReport report, ResultBuilder? result = null)
{
    /// <summary>Runs the query.</summary>
    /// <param name="query">The query as it was given.</param>
    /// <param name="request">What is asked for it.</param>
    /// <param name="range">The time that the request is bounded to; null for the query's own.</param>
    /// <param name="token">Ends the run.</param>
    /// <exception cref="HuntingException">It failed, and the output was not completed; or rows are missing that nobody left out on purpose, and it
    /// was.</exception>
    /// <exception cref="SignInException">The sign-in is no longer good.</exception>
    public Task RunAsync(string query, HuntingRequest request, TimeRange? range, CancellationToken token) => RunAsync(query, request, range, null, [], token);

    /// <summary>Runs the query and marks its result with what is already known to be missing.</summary>
    /// <param name="query">The query as it was given.</param>
    /// <param name="request">What is asked for it.</param>
    /// <param name="range">The time that the request is bounded to; null for the query's own.</param>
    /// <param name="cut">What it asks for that the service does not keep; null for nothing.</param>
    /// <param name="notes">What a reader of the result should know.</param>
    /// <param name="token">Ends the run.</param>
    public async Task RunAsync(string query, HuntingRequest request, TimeRange? range, LookBack? cut, IReadOnlyList<string> notes, CancellationToken token)
    {
        var purpose = range is { } time
            ? $"Run the query on {TerminalSafeText.Line(connection.Name)} from {time}"
            : $"Run the query on {TerminalSafeText.Line(connection.Name)}";
        if (!await report.ShouldProcessAsync(request.ShownQuery, purpose).ConfigureAwait(false))
        {
            return;
        }

        var session = connection.Session;
        var all = result ?? new ResultBuilder(connection, query);
        foreach (var note in notes)
        {
            all.AddNote(note);
        }

        (output as IWindowSink)?.Open(range);
        var response = await new SpannedSession(session, all).HuntAsync(request, range, output, report, token).ConfigureAwait(false);
        all.Add(response, range?.Start, range?.End);
        if (cut is not null)
        {
            all.AddMissing(cut.ToMissingWindow());
        }

        var fault = TruncationCheck.Fault(request, response.RowCount, session.RowLimit);
        var reason = TruncationCheck.LeftOut(request, response.RowCount, session.RowLimit);
        if (output is IWindowSink kept)
        {
            await kept.CloseAsync(response, fault, reason).ConfigureAwait(false);
        }

        if (fault is not null)
        {
            all.AddMissing(new MdeMissingWindow(range?.Start, range?.End, fault.ErrorId, fault.Message));
        }
        else if (reason is not null)
        {
            all.AddMissing(new MdeMissingWindow(range?.Start, range?.End, null, reason));
        }

        await output.CompleteAsync(all).ConfigureAwait(false);
        await RowsReport.TellAsync(all, connection, range, report).ConfigureAwait(false);
        if (fault is not null)
        {
            throw fault;
        }
    }
}
