using MdeHunting.Service;

namespace MdeHunting.Hunting;

/// <summary>Sends a query with the time that it looks at, and again without where the service does not take one.</summary>
/// <param name="session">The session.</param>
/// <param name="tally">Where it is noted.</param>
internal sealed class SpannedSession(IHuntingSession session, HuntingTally tally)
{
    private bool _isRefused;

    /// <summary>Asks a query.</summary>
    /// <exception cref="MdeException">As <see cref="IHuntingSession.HuntAsync"/>.</exception>
    public async Task<HuntingAnswer> HuntAsync(HuntingRequest request, IRowReceiver receiver, IHuntingPrompt prompt, CancellationToken token)
    {
        if (_isRefused || request.Timespan is null)
            return await session.HuntAsync(request with { Timespan = null }, receiver, prompt, token).ConfigureAwait(false);

        try
        {
            return await session.HuntAsync(request, receiver, prompt, token).ConfigureAwait(false);
        }
        catch (HuntingException e) when (e.Failure == HuntingFailure.QueryRefused && IsForTimespan(e))
        {
            _isRefused = true;
            var note = $"The service did not accept the Timespan {request.Timespan}, so the query was sent without one, and has thirty days at the most. The service said: {e.ServiceMessage}";
            tally.AddNote(note);
            await prompt.VerboseAsync(note).ConfigureAwait(false);
            return await session.HuntAsync(request with { Timespan = null }, receiver, prompt, token).ConfigureAwait(false);
        }
    }

    // A query may hold the word as well, as the name of a function of its own: then it is refused once more, for its own reason.
    private static bool IsForTimespan(HuntingException refusal) => refusal.GetServiceMessage()?.IndexOf("timespan", StringComparison.OrdinalIgnoreCase) >= 0;
}
