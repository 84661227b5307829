namespace MdeHunting.Running.Windows;

/// <summary>How much of one thing comes with another as far as was seen, on the cautious side: bytes with a row, rows with a row that was counted.</summary>
/// <param name="atFirst">What is taken until something was seen.</param>
internal sealed class RateEstimate(double atFirst)
{
    private double _sum;
    private double _sumOf;
    private double _latest;
    private double _least;

    /// <summary>How much is to be expected with one.</summary>
    public double Value => Math.Max(_least, Math.Max(_latest, _sumOf == 0 ? atFirst : _sum / _sumOf));

    /// <summary>So much came with so many.</summary>
    /// <param name="sum">How much.</param>
    /// <param name="of">With how many; more than none.</param>
    /// <param name="isTelling">Whether it says something of the next ones.</param>
    public void Learn(double sum, double of, bool isTelling = true)
    {
        _sum += sum;
        _sumOf += of;
        if (isTelling)
        {
            _latest = sum / of;
            _least = 0;
        }
    }

    /// <summary>More than so much came with so many: until something is seen again, it is taken for twice as much.</summary>
    public void LearnMore(double sum, double of) => _least = Math.Max(_least, 2 * sum / of);
}
