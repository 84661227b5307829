namespace MdeHunting.Formats.Documents;

/// <summary>What was read of a stream, and then the rest of it.</summary>
/// <param name="head">What was read.</param>
/// <param name="length">How many bytes of that.</param>
/// <param name="rest">The rest; it is left open.</param>
internal sealed class JoinedStream(byte[] head, int length, Stream rest) : Stream
{
    private int _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_position == length)
        {
            return rest.Read(buffer, offset, count);
        }

        var taken = Math.Min(count, length - _position);
        Array.Copy(head, _position, buffer, offset, taken);
        _position += taken;
        return taken;
    }

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
