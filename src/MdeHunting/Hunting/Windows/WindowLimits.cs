namespace MdeHunting.Hunting.Windows;

/// <summary>What one answer may hold, and what is known of the rows by now: how many are worth asking for at once.</summary>
/// <param name="rows">How many rows the service gives at the most.</param>
/// <param name="bytes">How many bytes it gives at the most.</param>
internal sealed class WindowLimits(int rows, long bytes)
{
    // Rows may have come since they were counted, and some are longer than others.
    private const double Margin = 0.95;
    private const double BytesMargin = 0.85;

    private long _rowsSeen;
    private long _bytesSeen;
    private double _latestBytesPerRow;
    private double _leastBytesPerRow;

    /// <summary>As many rows as an answer may be cut off at.</summary>
    public int Rows => rows;

    /// <summary>As many rows as are worth asking for at once; at least one.</summary>
    public long WorthAsking
    {
        get
        {
            var perRow = Math.Max(_leastBytesPerRow, Math.Max(_latestBytesPerRow, _rowsSeen == 0 ? 0 : (double)_bytesSeen / _rowsSeen));
            var byBytes = perRow == 0 ? double.MaxValue : bytes * BytesMargin / perRow;
            return Math.Max(1, (long)Math.Min((rows - 1) * Margin, byBytes));
        }
    }

    /// <summary>An answer came.</summary>
    /// <param name="count">Its rows.</param>
    /// <param name="size">Its bytes, decompressed.</param>
    public void Learn(int count, long size)
    {
        if (count == 0)
            return;

        _rowsSeen += count;
        _bytesSeen += size;
        _latestBytesPerRow = (double)size / count;
        _leastBytesPerRow = 0;
    }

    /// <summary>So many rows were too many bytes.</summary>
    public void LearnTooManyBytes(long count)
    {
        if (count > 0)
            _leastBytesPerRow = Math.Max(_leastBytesPerRow, 2d * bytes / count);
    }
}
