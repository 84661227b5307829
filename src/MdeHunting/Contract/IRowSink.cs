namespace MdeHunting.Contract;

/// <summary>Takes the rows of one response.</summary>
internal interface IRowSink : IObjectFactory
{
    /// <summary>Called once, before the first row; a response without rows has columns too.</summary>
    void Begin(IReadOnlyList<MdeHuntingColumn> columns);

    /// <summary>Makes a row; <paramref name="cells"/> are in the columns' order and are used again for the next row.</summary>
    object CreateRow(object?[] cells);

    /// <summary>Hands on the first <paramref name="count"/> rows of a batch; the array is used again afterwards.</summary>
    Task ReceiveAsync(object[] rows, int count);
}
