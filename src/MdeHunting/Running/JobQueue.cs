namespace MdeHunting.Running;

/// <summary>Rounds that are asked one after the other by so many workers. A tenant that has to wait for its quota holds up its own queue alone.</summary>
/// <param name="Rounds">The rounds, in the order asked.</param>
/// <param name="Workers">How many of them are asked at once.</param>
internal sealed record JobQueue(IReadOnlyList<QueryJob> Rounds, int Workers)
{
    /// <summary>
    /// Divides rounds among queues: one for each connection, and the workers evenly; where there are fewer workers than connections, some share a queue. In
    /// each queue the rounds are in the order asked, so that the next one whose turn it is has always been begun.
    /// </summary>
    public static IReadOnlyList<JobQueue> Of(IReadOnlyList<QueryJob> rounds, IReadOnlyList<MdeConnection> connections, int workers)
    {
        var count = Math.Min(workers, connections.Count);
        var places = connections.Select((connection, place) => (connection, place: place % count)).ToDictionary(c => c.connection, c => c.place);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(place => new JobQueue(
                    [.. rounds.Where(round => places[round.Connection] == place)],
                    (workers / count) + (place < workers % count ? 1 : 0)
                )),
        ];
    }
}
