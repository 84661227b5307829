using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>What a file holds, as its invented hashes and its size tell it; the same content is the same wherever the file lies.</summary>
internal sealed record FileContent(string Sha1, string Sha256, string Md5, long? Size)
{
    public static FileContent Invent(Dice dice, string label, long? size = null)
    {
        var own = dice.For(label);
        return new FileContent(own.Hex(20), own.Hex(32), own.Hex(16), size ?? 12_288 + (own.Below(9_000L) * 512));
    }
}
