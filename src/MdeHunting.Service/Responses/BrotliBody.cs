#if NET
using System.IO.Compression;

namespace MdeHunting.Service.Responses;

/// <summary>Decompresses brotli, and says that data are not it as gzip's stream does: the library's own throws as if the caller had made a mistake.</summary>
internal sealed class BrotliBody(Stream compressed) : ForwardStream
{
    private readonly BrotliStream _inner = new(compressed, CompressionMode.Decompress);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return _inner.Read(buffer, offset, count);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
#endif
