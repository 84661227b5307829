using System.Globalization;
using System.Text;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>
/// Chance that repeats: the same seed and labels give the same throws on every machine and every .NET (SplitMix64, integers only).
/// </summary>
internal sealed class Dice
{
    private readonly ulong _origin;
    private ulong _state;

    private Dice(ulong origin) => _state = _origin = origin;

    public static Dice FromSeed(int seed) => new(Mix((uint)seed));

    /// <summary>Dice of their own, whatever was thrown before: more noise leaves the story's throws as they were.</summary>
    public Dice For(string label)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in Encoding.UTF8.GetBytes(label))
        {
            hash = (hash ^ unit) * 1099511628211UL;
        }

        return new Dice(Mix(_origin ^ hash));
    }

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15UL);

    /// <summary>From 0 to just under the bound.</summary>
    public int Below(int bound) => (int)Below((long)bound);

    public long Below(long bound) => (long)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Both ends included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    public TimeSpan Within(TimeSpan bound) => TimeSpan.FromTicks(Below(Math.Max(1, bound.Ticks)));

    public TimeSpan Between(TimeSpan low, TimeSpan high) => low + Within(high - low);

    public DateTime Between(DateTime low, DateTime high) => low + Within(high - low);

    public bool Percent(int chance) => Below(100) < chance;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public string Hex(int bytes) =>
        string.Create(
            bytes * 2,
            this,
            static (text, dice) =>
            {
                Span<char> block = stackalloc char[16];
                for (var start = 0; start < text.Length; start += 16)
                {
                    dice.Next().TryFormat(block, out _, "x16", CultureInfo.InvariantCulture);
                    block[..Math.Min(16, text.Length - start)].CopyTo(text[start..]);
                }
            }
        );

    /// <summary>An identifier of the shape of version 4.</summary>
    public string Identifier()
    {
        var hex = Hex(16);
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-a{hex[17..20]}-{hex[20..]}";
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
