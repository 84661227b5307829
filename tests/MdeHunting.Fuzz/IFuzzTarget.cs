namespace MdeHunting.Fuzz;

/// <summary>Something that reads what others wrote, and what must hold whatever they wrote.</summary>
internal interface IFuzzTarget
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>An input: a good one mostly, or one that was good before it was changed.</summary>
    byte[] Make(Random random);

    /// <summary>Has the input read.</summary>
    /// <exception cref="FuzzException">Something does not hold.</exception>
    void Check(byte[] input);
}
