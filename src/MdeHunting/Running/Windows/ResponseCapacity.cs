namespace MdeHunting.Running.Windows;

/// <summary>What one response may hold, and what is known of the rows by now: how many are worth asking for at once.</summary>
/// <param name="rows">How many rows the service gives at the most.</param>
/// <param name="bytes">How many bytes it gives at the most.</param>
internal sealed class ResponseCapacity(int rows, long bytes)
{
    // Rows may have come since they were counted, and some are longer than others.
    private const double Margin = 0.95;
    private const double BytesMargin = 0.85;

    // A shorter response is mostly its own frame, which says nothing of the rows.
    private const int TellingPart = 100;

    private readonly RateEstimate _bytesPerRow = new(0);

    /// <summary>As many rows as a response may be cut off at.</summary>
    public int Rows => rows;

    /// <summary>As many rows as are worth asking for at once; at least one.</summary>
    public long WorthAsking
    {
        get
        {
            var byBytes = _bytesPerRow.Value is > 0 and var perRow ? bytes * BytesMargin / perRow : double.MaxValue;
            return Math.Max(1, (long)Math.Min((rows - 1) * Margin, byBytes));
        }
    }

    /// <summary>A response came.</summary>
    /// <param name="count">Its rows.</param>
    /// <param name="size">Its bytes, decompressed.</param>
    public void Learn(int count, long size)
    {
        if (count > 0)
        {
            _bytesPerRow.Learn(size, count, isTelling: size >= bytes / TellingPart);
        }
    }

    /// <summary>So many rows were too many bytes.</summary>
    public void LearnTooManyBytes(double count)
    {
        if (count > 0)
        {
            _bytesPerRow.LearnMore(bytes, count);
        }
    }
}
