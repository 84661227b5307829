namespace MdeHunting.Contract;

/// <summary>What takes rows and gives them to somebody else, who may take fewer.</summary>
internal interface IGivenRows
{
    /// <summary>How many rows were given so far.</summary>
    long Given { get; }
}
