using MdeHunting.Connections;
using MdeHunting.Service;

namespace MdeHunting.Hunting;

/// <summary>The run of one query: it is asked, its rows go to the output, and what is missing of them is told.</summary>
/// <param name="connection">The connection to ask.</param>
/// <param name="output">What becomes of the rows; made for this query.</param>
/// <param name="prompt">How the session turns to the person.</param>
internal sealed class HuntingRun(MdeConnection connection, IHuntingOutput output, ISignInPrompt prompt)
{
    /// <summary>Runs the query.</summary>
    /// <exception cref="HuntingException">It failed, and the output was not completed; or rows are missing that nobody left out on purpose, and it was.</exception>
    /// <exception cref="SignInException">The sign-in is no longer good.</exception>
    public async Task RunAsync(HuntingRequest request, CancellationToken token)
    {
        var session = connection.Session;
        var tally = new HuntingTally(connection, request.Query);
        var answer = await session.HuntAsync(request, output, prompt, token).ConfigureAwait(false);
        tally.Add(answer);

        var fault = Completeness.Fault(request, answer.RowCount, session.RowLimit);
        if (fault is not null)
        {
            tally.AddMissing(new MdeMissingWindow(null, null, fault.ErrorId, fault.Message));
        }
        else if (Completeness.LeftOut(request, answer.RowCount, session.RowLimit) is { } reason)
        {
            tally.AddMissing(new MdeMissingWindow(null, null, null, reason));
        }

        await output.CompleteAsync(tally).ConfigureAwait(false);
        if (fault is not null)
        {
            throw fault;
        }
    }
}
