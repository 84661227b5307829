namespace MdeHunting.Contract;

/// <summary>What the private side may tell the person at the prompt while it works.</summary>
internal interface IMessageSink
{
    /// <summary>Something that the person should know although the work goes on.</summary>
    Task WarnAsync(string message);

    /// <summary>What is being done, for those who ask with <c>-Verbose</c>. Never a secret.</summary>
    Task VerboseAsync(string message);
}
