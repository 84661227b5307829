using MdeHunting.Contract;
using MdeHunting.Kql.Time;

namespace MdeHunting.Results;

/// <summary>
/// A sink that keeps what is of one window from what is of another, so that a window is there as a whole or not at all. Between the opening and the closing of
/// a window it takes the response to it; a window that is opened anew was given up before.
/// </summary>
internal interface IWindowSink : IResultSink
{
    /// <summary>A window is about to be asked for.</summary>
    /// <param name="window">The window; null for the query's own time.</param>
    /// <exception cref="OutputException">What comes could not be kept, so that it is not to be asked for.</exception>
    void Open(TimeRange? window);

    /// <summary>The window is there, and is not asked for again.</summary>
    /// <param name="response">What is known of it.</param>
    /// <param name="fault">Why rows of it are missing; null where none is.</param>
    /// <param name="leftOut">Why rows of it were left out on purpose; null where none were.</param>
    /// <exception cref="OutputException">It could not be kept.</exception>
    Task CloseAsync(HuntingResponse response, MdeException? fault, string? leftOut);

    /// <summary>A time could not be had.</summary>
    /// <exception cref="OutputException">That could not be kept.</exception>
    void Miss(TimeRange time, MdeException cause);
}
