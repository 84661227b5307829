using System.Management.Automation;
using MdeHunting.Journal;
using MdeHunting.Results;
using MdeHunting.Rows;
using MdeHunting.Running;

namespace MdeHunting.Packs.Sweeping;

/// <summary>Writes the rows of a pack's query to a file, and keeps none.</summary>
/// <param name="task">The query's work in the journal.</param>
/// <param name="name">The file's name, without its extension.</param>
/// <param name="format">The format.</param>
internal sealed class PackFileOutput(JournalTask task, string name, MdeOutputFormat format) : IPackOutput
{
    private readonly RowFile _file = new(format);
    private readonly DynamicObjects _objects = new();
    private MdeHuntingColumn[]? _columns;

    /// <inheritdoc/>
    public bool IsImmediate => true;

    /// <inheritdoc/>
    public ResultBuilder? Result { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<PSObject> Rows => [];

    /// <summary>Whether a text had half a surrogate pair, which UTF-8 cannot have.</summary>
    public bool HasReplaced => _file.HasReplaced;

    /// <inheritdoc/>
    /// <exception cref="HuntingException">The responses have different columns, which one file of this format cannot hold.</exception>
    public void Begin(IReadOnlyList<MdeHuntingColumn> columns)
    {
        var settled = MdeHuntingColumn.Settle([.. columns]);
        if (_columns is null)
        {
            _file.Begin(task.Begin(name + _file.Extension), settled);
        }
        else if (!_columns.Select(column => column.PropertyName).SequenceEqual(settled.Select(column => column.PropertyName)))
        {
            if (format == MdeOutputFormat.Csv)
            {
                throw new HuntingException(
                    HuntingFailure.QueryNotSplittable,
                    "The windows' responses have different columns, which one CSV file can't contain.",
                    "Use -OutputFormat JsonLines, or remove -Split."
                );
            }

            _file.Go(settled);
        }

        _columns = settled;
    }

    /// <inheritdoc/>
    public object CreateRow(object?[] cells) => _file.Format(cells);

    /// <inheritdoc/>
    public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => _objects.CreateObject(names, values);

    /// <inheritdoc/>
    public Task ReceiveAsync(object[] rows, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _file.Write((string)rows[i]);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CompleteAsync(ResultBuilder result)
    {
        Result = result;
        return Task.CompletedTask;
    }

    /// <summary>Ends the file, which gets its name and is told of in the journal.</summary>
    /// <param name="facts">What else is known of it.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public JournalPart End(JournalLine facts) =>
        task.Complete(
            _file.End(),
            PackFolder.RowsKey,
            facts.With("columns", [.. _columns!.Select(column => new KeyValuePair<string, string>(column.PropertyName, column.Type))])
        );
}
