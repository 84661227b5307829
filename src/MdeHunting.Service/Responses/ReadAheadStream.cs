using System.Buffers;
using System.Runtime.ExceptionServices;

namespace MdeHunting.Service.Responses;

/// <summary>
/// Reads another stream on a thread of its own, a few blocks ahead of whoever reads this: decompressing takes as long as what is done with the result.
/// </summary>
internal sealed class ReadAheadStream : ForwardStream
{
    private const int BlockSize = 128 * 1024;
    private const int MostBlocks = 4;

    private readonly Stream _inner;
    private readonly Task _reading;

    // A queue that waits by the lock: the library's spins first, which takes the core that the other thread needs where there are two.
    private readonly object _gate = new();
    private readonly Queue<ArraySegment<byte>> _blocks = new(MostBlocks);
    private bool _isAtEnd;
    private bool _isStopped;
    private ExceptionDispatchInfo? _failure;

    private ArraySegment<byte> _block;
    private int _place;

    /// <param name="inner">The stream; it is closed with this one.</param>
    public ReadAheadStream(Stream inner)
    {
        _inner = inner;
        _reading = Task.Factory.StartNew(ReadBlocks, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_place == _block.Count && !TryTake())
        {
            return 0;
        }

        var read = Math.Min(count, _block.Count - _place);
        Buffer.BlockCopy(_block.Array!, _place, buffer, offset, read);
        _place += read;
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isStopped)
        {
            lock (_gate)
            {
                _isStopped = true;
                Monitor.Pulse(_gate);
            }

            // The thread reads memory that is given back next.
            _reading.Wait();
            GiveBack(_block);
            foreach (var block in _blocks)
            {
                GiveBack(block);
            }

            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void GiveBack(ArraySegment<byte> block)
    {
        if (block.Array is { } array)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private bool TryTake()
    {
        GiveBack(_block);
        (_block, _place) = (default, 0);
        lock (_gate)
        {
            while (_blocks.Count == 0 && !_isAtEnd)
            {
                Monitor.Wait(_gate);
            }

            if (_blocks.Count > 0)
            {
                _block = _blocks.Dequeue();
                Monitor.Pulse(_gate);
                return true;
            }
        }

        _failure?.Throw();
        return false;
    }

    private void ReadBlocks()
    {
        try
        {
            while (TryReadBlock(out var block) && TryHandOn(block))
            {
                // Until the end, or until nobody wants more.
            }
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }

        lock (_gate)
        {
            _isAtEnd = true;
            Monitor.Pulse(_gate);
        }
    }

    private bool TryReadBlock(out ArraySegment<byte> block)
    {
        block = new ArraySegment<byte>(ArrayPool<byte>.Shared.Rent(BlockSize));
        var isGood = false;
        try
        {
            block = new ArraySegment<byte>(block.Array!, 0, _inner.Read(block.Array!, 0, BlockSize));
            isGood = block.Count > 0;
            return isGood;
        }
        finally
        {
            if (!isGood)
            {
                GiveBack(block);
            }
        }
    }

    private bool TryHandOn(ArraySegment<byte> block)
    {
        lock (_gate)
        {
            while (_blocks.Count == MostBlocks && !_isStopped)
            {
                Monitor.Wait(_gate);
            }

            if (!_isStopped)
            {
                _blocks.Enqueue(block);
                Monitor.Pulse(_gate);
                return true;
            }
        }

        GiveBack(block);
        return false;
    }
}
