using MdeHunting.Lab.Dataset.Estate;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>A row just taken down, to be filled in further by its columns' names.</summary>
internal readonly struct RecordedRow(TableRecorder table, object?[] row)
{
    public RecordedRow With(params ReadOnlySpan<(string Column, object? Value)> cells)
    {
        foreach (var (column, value) in cells)
        {
            table.Set(row, column, value);
        }

        return this;
    }

    public RecordedRow WithInitiator(RunningProcess process)
    {
        table.SetInitiator(row, process.AsInitiator);
        return this;
    }

    public RecordedRow WithContent(FileContent content) =>
        With(("SHA1", content.Sha1), ("SHA256", content.Sha256), ("MD5", content.Md5), ("FileSize", content.Size));
}
