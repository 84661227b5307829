namespace MdeHunting.Evidence;

/// <summary>The checksum of a zip archive's entries (CRC-32 of IEEE 802.3): whether they came through whole, and nothing more.</summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Enumerable.Range(0, 8).Aggregate((uint)i, (value, _) => Shift(value)))];

    private uint _value = uint.MaxValue;

    /// <summary>The checksum of what was added.</summary>
    public uint Value => ~_value;

    /// <summary>Adds bytes.</summary>
    public void Add(byte[] bytes, int offset, int count)
    {
        var value = _value;
        for (var i = offset; i < offset + count; i++)
        {
            value = Table[(byte)(value ^ bytes[i])] ^ (value >> 8);
        }

        _value = value;
    }

    private static uint Shift(uint value) => (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
}
