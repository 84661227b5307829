using System.Diagnostics;
using System.Globalization;

namespace MdeHunting.Fuzz;

/// <summary>Feeds one target until time or inputs are over, or until something does not hold.</summary>
/// <param name="target">The target.</param>
/// <param name="seed">Where the random numbers begin.</param>
internal sealed class FuzzRun(IFuzzTarget target, int seed)
{
    // What reading may allocate: so much in any case, and so many times the input.
    private const long FixedBytes = 8_000_000;
    private const long BytesPerByte = 4_000;

    // Of the processor: a busy machine stops for longer. One that takes longer is read again, as what is compiled and collected meanwhile counts too; it has to
    // be slow each time.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private const int SlowTries = 4;

    private byte[] _current = [];
    private long _used = long.MaxValue;

    /// <summary>How many inputs were read.</summary>
    public long Inputs { get; private set; }

    /// <summary>The longest that one took, in milliseconds.</summary>
    public double Longest { get; private set; }

    /// <summary>Runs.</summary>
    /// <param name="time">How long; null for as long as the inputs last.</param>
    /// <param name="inputs">How many; null for as many as the time allows.</param>
    /// <returns>What does not hold; null where all is well.</returns>
    public string? Run(TimeSpan? time, long? inputs)
    {
        using var watchdog = new Timer(_ => EndHang(), null, Look, Look);
        var end = Stopwatch.GetTimestamp() + (time is { } span ? (long)(span.TotalSeconds * Stopwatch.Frequency) : long.MaxValue / 2);
        for (var number = 0L; number < (inputs ?? long.MaxValue) && Stopwatch.GetTimestamp() < end; number++)
        {
            // A generator for each input, so that any of them can be made again alone. HashCode would mix in a number of this process.
            _current = target.Make(new Random(unchecked((seed * 1_000_003) + (int)number)));
            if (Fault(_current) is { } fault)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{target.Name}: input {number} of seed {seed}: {fault} (saved as {Save(_current)})");
            }

            Inputs++;
        }

        return null;
    }

    /// <summary>What does not hold for an input; null where all is well.</summary>
    public string? Fault(byte[] input)
    {
        for (var tries = 0; ; tries++)
        {
            var before = GC.GetTotalAllocatedBytes();
            var used = Environment.CpuUsage.TotalTime;
            Volatile.Write(ref _used, used.Ticks);
            try
            {
                target.Check(input);
            }
            catch (FuzzException e)
            {
                return e.Message;
            }
            catch (Exception e) when (e is not MdeException)
            {
                return $"unexpected {e}";
            }

            var took = Environment.CpuUsage.TotalTime - used;
            var allocated = GC.GetTotalAllocatedBytes() - before;
            Longest = Math.Max(Longest, took.TotalMilliseconds);
            if (allocated > FixedBytes + (input.Length * BytesPerByte))
            {
                return $"{allocated:N0} bytes of memory for {input.Length:N0} bytes";
            }

            if (took < Slow)
            {
                return null;
            }

            if (tries == SlowTries)
            {
                return $"{took.TotalMilliseconds:N0} ms for {input.Length:N0} bytes";
            }
        }
    }

    private string Save(byte[] input)
    {
        var path = Path.Combine(Path.GetTempPath(), $"fuzz-{target.Name}-{Guid.NewGuid():N}");
        File.WriteAllBytes(path, input);
        return path;
    }

    private void EndHang()
    {
        if (Environment.CpuUsage.TotalTime.Ticks - Volatile.Read(ref _used) > Hang.Ticks)
        {
            Console.WriteLine($"{target.Name}: hangs (saved as {Save(_current)})");
            Console.WriteLine("Fuzz targets failed: 1");
            Environment.Exit(1);
        }
    }
}
