using MdeHunting.Contract;

namespace MdeHunting.Service.Responses;

/// <summary>
/// Rows on their way from the reader to the receiver, in batches and in order: while one batch is read, the one before it is made into rows, and the one before
/// that goes through the pipeline. The first ones wait until so many rows are made that a view of them knows how to show them. For one reader.
/// </summary>
/// <param name="receiver">Where the rows go.</param>
/// <param name="columns">How many cells a row has.</param>
internal sealed class RowBatchPipeline(IRowSink receiver, int columns)
{
    // Few enough that rows nobody keeps are gone before the garbage collector has to move them, and enough that the handing over costs nothing.
    private const int CellsInBatch = 1_000;
    private const int MostRows = 512;
    private const int MostBatches = 3;

    private readonly Queue<Batch> _underWay = new();
    private readonly List<(Batch Batch, int Count)> _held = [];
    private Task _lastMade = Task.CompletedTask;
    private Task _lastReceived = Task.CompletedTask;
    private int _batches;
    private int _rows;
    private bool _isOpen;

    private int RowsInBatch => Math.Max(1, Math.Min(MostRows, CellsInBatch / Math.Max(1, columns)));

    /// <summary>A batch to read cells into; waits until one is free.</summary>
    public async Task<Batch> RentAsync()
    {
        if (_batches < MostBatches || !_isOpen)
        {
            _batches++;
            return new Batch(RowsInBatch, columns);
        }

        while (true)
        {
            var batch = _underWay.Dequeue();
            await batch.Received.ConfigureAwait(false);
            if (_batches <= MostBatches)
            {
                return batch;
            }

            _batches--;
        }
    }

    /// <summary>Hands on the first so many rows of a batch.</summary>
    public void Write(Batch batch, int count)
    {
        _lastMade = MakeAsync(batch, count, _lastMade);
        _held.Add((batch, count));
        _rows += count;
        if (_isOpen || _rows >= RowPreview.Rows)
        {
            Open();
        }
    }

    /// <summary>Waits until everything that was handed on has been received.</summary>
    public Task CompleteAsync()
    {
        Open();
        return _lastReceived;
    }

    private void Open()
    {
        _isOpen = true;
        foreach (var (batch, count) in _held)
        {
            _lastReceived = batch.Received = ReceiveAsync(batch, count, _lastMade, _lastReceived);
            _underWay.Enqueue(batch);
        }

        _held.Clear();
        _rows = 0;
    }

    private async Task MakeAsync(Batch batch, int count, Task before)
    {
        await before.ConfigureAwait(false);
        await Task.Run(() =>
            {
                // What is done with is let go at once: the garbage collector moves whatever it finds here.
                for (var i = 0; i < count; i++)
                {
                    batch.Rows[i] = receiver.CreateRow(batch.Cells[i]);
                    Array.Clear(batch.Cells[i], 0, columns);
                }
            })
            .ConfigureAwait(false);
    }

    private async Task ReceiveAsync(Batch batch, int count, Task made, Task before)
    {
        await made.ConfigureAwait(false);
        await before.ConfigureAwait(false);
        await receiver.ReceiveAsync(batch.Rows, count).ConfigureAwait(false);
        Array.Clear(batch.Rows, 0, count);
    }

    /// <summary>Some rows, first as cells and then as what the receiver makes of them.</summary>
    internal sealed class Batch
    {
        public Batch(int rows, int columns)
        {
            Cells = new object?[rows][];
            for (var i = 0; i < rows; i++)
            {
                Cells[i] = new object?[columns];
            }

            Rows = new object[rows];
        }

        /// <summary>The cells of each row, in the columns' order.</summary>
        public object?[][] Cells { get; }

        /// <summary>The rows.</summary>
        public object[] Rows { get; }

        /// <summary>Done when the receiver has taken the rows.</summary>
        public Task Received { get; set; } = Task.CompletedTask;
    }
}
