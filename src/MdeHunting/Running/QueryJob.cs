namespace MdeHunting.Running;

/// <summary>One query on one connection.</summary>
/// <param name="Number">Its place in the order that was asked, from 0.</param>
/// <param name="Connection">The connection.</param>
/// <param name="Query">The query.</param>
internal sealed record QueryJob(int Number, MdeConnection Connection, QuerySource Query);
