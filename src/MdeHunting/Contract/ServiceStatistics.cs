namespace MdeHunting.Contract;

/// <summary>What a service says of its own work for one response; each is null where it does not say it.</summary>
/// <param name="ExecutionTime">How long the query ran.</param>
/// <param name="CpuTime">How much time of its processors it took.</param>
/// <param name="PeakMemory">How many bytes of memory it took at the most on one of its machines.</param>
/// <param name="TableRows">How many rows the tables of the result have, by the service's own count.</param>
internal sealed record ServiceStatistics(TimeSpan? ExecutionTime, TimeSpan? CpuTime, long? PeakMemory, long? TableRows);
