using MdeHunting.Contract;
using MdeHunting.Kql.Time;
using MdeHunting.Results;

namespace MdeHunting.Running.Time;

/// <summary>Sends a query with the time that it looks at, and again without where the service does not take one.</summary>
/// <param name="session">The session.</param>
/// <param name="result">Where it is noted.</param>
internal sealed class SpannedSession(IHuntingSession session, ResultBuilder result)
{
    // https://learn.microsoft.com/defender-xdr/advanced-hunting-errors
    private static readonly string[] OfText = ["semantic error", "syntax error", "recognition error", "failed to resolve"];

    private bool _isRefused;

    /// <summary>Asks a query.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="range">The time that it is bounded to; null for the query's own.</param>
    /// <param name="receiver">Where its rows go.</param>
    /// <param name="prompt">How the session turns to the person.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="MdeException">As <see cref="IHuntingSession.HuntAsync"/>.</exception>
    public async Task<HuntingResponse> HuntAsync(HuntingRequest request, TimeRange? range, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token)
    {
        try
        {
            return await SendAsync(request, range, receiver, prompt, token).ConfigureAwait(false);
        }
        catch (Exception e) when (HuntingException.IsUnforeseen(e, token))
        {
            throw HuntingException.Unforeseen(e);
        }
    }

    private async Task<HuntingResponse> SendAsync(HuntingRequest request, TimeRange? range, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token)
    {
        var startedAt = session.UtcNow;
        request = request with { StartTime = range?.Start, EndTime = range?.End, HashesContent = result.HashesContent };
        if (_isRefused || request.Timespan is null)
        {
            return await session.HuntAsync(request with { Timespan = null }, receiver, prompt, token).ConfigureAwait(false);
        }

        try
        {
            return await session.HuntAsync(request, receiver, prompt, token).ConfigureAwait(false);
        }
        catch (HuntingException e) when (!request.NeedsTimespan && MayBeForTimespan(e))
        {
            result.AddRefused(e, startedAt, range);
            var response = await session.HuntAsync(request with { Timespan = null }, receiver, prompt, token).ConfigureAwait(false);
            _isRefused = true;
            var note =
                $"The service rejected the Timespan {request.Timespan}, so the query was sent without one, and covers 30 days at most. The "
                + $"service said: {e.ServiceMessage}";
            result.AddNote(note);
            await prompt.VerboseAsync(note).ConfigureAwait(false);
            return response;
        }
    }

    // What the service says of a Timespan is not documented. What it says of a query's text is; a query that is refused for another reason is refused once
    // more, for its own.
    private static bool MayBeForTimespan(HuntingException refusal) =>
        refusal.Failure switch
        {
            HuntingFailure.QueryRefused => Says(refusal, "timespan") || !Array.Exists(OfText, word => Says(refusal, word)),
            HuntingFailure.Forbidden => true,
            HuntingFailure.ServiceError => !refusal.MayRepeat || Says(refusal, "timespan"),
            _ => false,
        };

    private static bool Says(HuntingException refusal, string word) => refusal.GetServiceMessage()?.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
