using MdeHunting.Service;

namespace MdeHunting.Hunting;

/// <summary>What becomes of the rows of one query. It takes one answer after the other, each begun by <see cref="IRowReceiver.Begin"/>, and is completed once.</summary>
internal interface IHuntingOutput : IRowReceiver
{
    /// <summary>Called once, after the last answer: gives out what is given as a whole. Not called where the query failed.</summary>
    /// <param name="tally">What is known of the answers besides their rows.</param>
    Task CompleteAsync(HuntingTally tally);
}
