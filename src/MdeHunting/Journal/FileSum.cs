using System.Security.Cryptography;
using MdeHunting.Text;

namespace MdeHunting.Journal;

/// <summary>The SHA-256 of a file, in lower-case hexadecimal digits, and how many bytes it has.</summary>
/// <param name="Sha256">The hash.</param>
/// <param name="Bytes">The bytes.</param>
internal readonly record struct FileSum(string Sha256, long Bytes)
{
    private const int Block = 256 * 1024;

    /// <summary>Reads a file from its beginning to its end.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileSum Of(IJournalFiles files, string path, CancellationToken token)
    {
        using var stream = files.Open(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Block];
        var bytes = 0L;
        for (var count = stream.Read(buffer, 0, buffer.Length); count > 0; count = stream.Read(buffer, 0, buffer.Length))
        {
            token.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, count);
            bytes += count;
        }

        return new FileSum(Sha256Text.Digits(hash.GetHashAndReset()), bytes);
    }
}
