using MdeHunting.Contract;

namespace MdeHunting.Results;

/// <summary>
/// What becomes of the rows of one query. It takes one response after the other, each begun by <see cref="IRowSink.Begin"/>, and is completed once.
/// </summary>
internal interface IResultSink : IRowSink
{
    /// <summary>
    /// Whether rows are given out as they come, so that an error has its place among them; else all is given at the end, and errors after it.
    /// </summary>
    bool IsImmediate { get; }

    /// <summary>Called once, after the last response: gives out what is given as a whole. Not called where the query failed.</summary>
    /// <param name="result">What is known of the responses besides their rows.</param>
    Task CompleteAsync(ResultBuilder result);
}
