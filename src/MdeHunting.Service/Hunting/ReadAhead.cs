using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace MdeHunting.Service.Hunting;

/// <summary>Reads another stream on a thread of its own, a few blocks ahead of whoever reads this: decompressing takes as long as what is done with the result.</summary>
internal sealed class ReadAhead : ForwardStream
{
    private const int BlockSize = 64 * 1024;
    private const int MostBlocks = 4;

    private readonly Stream _inner;
    private readonly BlockingCollection<ArraySegment<byte>> _blocks = new(MostBlocks);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private ExceptionDispatchInfo? _failure;
    private ArraySegment<byte> _block;
    private int _place;

    /// <param name="inner">The stream; it is closed with this one.</param>
    public ReadAhead(Stream inner)
    {
        _inner = inner;
        _reading = Task.Factory.StartNew(ReadBlocks, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_place == _block.Count && !TryTakeBlock())
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
        if (disposing && !_stop.IsCancellationRequested)
        {
            _stop.Cancel();

            // The thread reads memory that is given back next.
            _reading.Wait();
            GiveBack();
            while (_blocks.TryTake(out _block))
            {
                GiveBack();
            }

            _inner.Dispose();
            _blocks.Dispose();
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool TryTakeBlock()
    {
        GiveBack();
        if (_blocks.TryTake(out _block, Timeout.Infinite))
        {
            return true;
        }

        _failure?.Throw();
        return false;
    }

    private void GiveBack()
    {
        if (_block.Array is { } array)
        {
            ArrayPool<byte>.Shared.Return(array);
        }

        _block = default;
        _place = 0;
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
        finally
        {
            _blocks.CompleteAdding();
        }
    }

    private bool TryHandOn(ArraySegment<byte> block)
    {
        try
        {
            _blocks.Add(block, _stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            ArrayPool<byte>.Shared.Return(block.Array!);
            return false;
        }
    }

    private bool TryReadBlock(out ArraySegment<byte> block)
    {
        var array = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var count = _inner.Read(array, 0, BlockSize);
            block = new ArraySegment<byte>(array, 0, count);
            if (count > 0)
            {
                return true;
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(array);
            throw;
        }

        ArrayPool<byte>.Shared.Return(array);
        return false;
    }
}
