using System.Collections.Frozen;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>Makes the rows of one table, and refuses a column that the table lacks or a value that its column cannot hold.</summary>
internal sealed class TableRecorder
{
    private readonly SharedCells _shared;
    private readonly FrozenDictionary<string, int> _ordinals;
    private readonly object?[] _blank;
    private readonly int[] _initiatorOrdinals;

    public TableRecorder(string name, IReadOnlyList<KqlColumn> columns, SharedCells shared)
    {
        _shared = shared;
        Name = name;
        Columns = columns;
        _ordinals = columns.Select((column, ordinal) => KeyValuePair.Create(column.Name, ordinal)).ToFrozenDictionary(StringComparer.Ordinal);
        _blank = [.. columns.Select(column => column.Type == KqlType.String ? (object)"" : null)];
        _initiatorOrdinals = [.. Initiator.Columns.Select(column => OrdinalOrNone(column))];
        DeviceIdOrdinal = OrdinalOrNone("DeviceId");
        var reportId = OrdinalOrNone("ReportId");
        ReportCounterOrdinal = reportId >= 0 && columns[reportId].Type == KqlType.Long ? reportId : -1;
    }

    public string Name { get; }

    public IReadOnlyList<KqlColumn> Columns { get; }

    /// <summary>Negative where the table has no such column.</summary>
    public int DeviceIdOrdinal { get; }

    /// <summary>Where a device's own count of its reports goes; negative where there is none.</summary>
    public int ReportCounterOrdinal { get; }

    public object?[] Blank() => (object?[])_blank.Clone();

    public void Set(object?[] row, string column, object? value)
    {
        if (!_ordinals.TryGetValue(column, out var ordinal))
        {
            throw new ArgumentException($"{Name} has no column '{column}'.", nameof(column));
        }

        if (!Fits(Columns[ordinal].Type, value))
        {
            throw new ArgumentException($"{Name}.{column} cannot hold a {value?.GetType().Name ?? "null"}.", nameof(value));
        }

        row[ordinal] = _shared.Share(value);
    }

    public void SetInitiator(object?[] row, object?[] initiator)
    {
        for (var i = 0; i < initiator.Length; i++)
        {
            if (_initiatorOrdinals[i] >= 0)
            {
                row[_initiatorOrdinals[i]] = initiator[i];
            }
        }
    }

    private static bool Fits(KqlType type, object? value) =>
        (type, value) switch
        {
            (KqlType.String, string) => true,
            (KqlType.String, _) => false,
            (_, null) => true,
            (KqlType.DateTime, DateTime { Kind: DateTimeKind.Utc }) => true,
            (KqlType.Long, long) or (KqlType.Int, int) or (KqlType.Bool, bool) or (KqlType.Real, double) => true,
            (KqlType.Dynamic, JsonNode) or (KqlType.Guid, Guid) or (KqlType.TimeSpan, TimeSpan) or (KqlType.Decimal, decimal) => true,
            _ => false,
        };

    private int OrdinalOrNone(string column) => _ordinals.TryGetValue(column, out var ordinal) ? ordinal : -1;
}
