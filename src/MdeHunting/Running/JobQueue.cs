namespace MdeHunting.Running;

/// <summary>Jobs that a number of workers run one after the other. A tenant that has to wait for its quota holds up its own queue alone.</summary>
/// <param name="Jobs">The jobs, in the order asked.</param>
/// <param name="Workers">How many of them run at once.</param>
internal sealed record JobQueue(IReadOnlyList<QueryJob> Jobs, int Workers)
{
    /// <summary>
    /// Divides jobs among queues: one for each connection, and the workers evenly; where there are fewer workers than connections, some share a queue. In
    /// each queue the jobs are in the order asked, so that the next one whose turn it is has always been begun.
    /// </summary>
    public static IReadOnlyList<JobQueue> Of(IReadOnlyList<QueryJob> jobs, IReadOnlyList<MdeConnection> connections, int workers)
    {
        var count = Math.Min(workers, connections.Count);
        var places = connections.Select((connection, place) => (connection, place: place % count)).ToDictionary(c => c.connection, c => c.place);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(place => new JobQueue([.. jobs.Where(job => places[job.Connection] == place)], (workers / count) + (place < workers % count ? 1 : 0))),
        ];
    }
}
