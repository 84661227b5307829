using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using MdeHunting.Rows;

namespace MdeHunting.Benchmarks.Read;

/// <summary>
/// The least that reading takes: a bare loop that decompresses and tokenises a whole response twice, and the second time builds the rows. Each pass
/// decompresses on one core and tokenises on another, as the module does, and the objects are made as cheaply as the module makes them. It knows the
/// shape of its responses and forgives nothing; nothing of it is fit for use.
/// </summary>
internal static class Limit
{
    private const int BlockSize = 128 * 1024;
    private const int BlocksAhead = 4;

    /// <summary>Reads a response; each row goes nowhere.</summary>
    /// <returns>How many rows there were.</returns>
    public static async Task<int> ReadAsync(HttpClient http, HttpRequestMessage request)
    {
        var (body, length, isGzip) = await TakeAsync(http, request);
        Pass(body, length, isGzip, null);
        var rows = new Rows();
        Pass(body, length, isGzip, rows);
        ArrayPool<byte>.Shared.Return(body);
        return rows.Count;
    }

    /// <summary>Reads a response and takes what its rows alone allocate.</summary>
    /// <returns>How many bytes a row.</returns>
    public static async Task<double> AllocateAsync(HttpClient http, HttpRequestMessage request)
    {
        var (body, length, isGzip) = await TakeAsync(http, request);
        var rows = new Rows();
        Pass(body, length, isGzip, rows);
        ArrayPool<byte>.Shared.Return(body);
        return (double)rows.Allocated / rows.Count;
    }

    private static async Task<(byte[] Body, int Length, bool IsGzip)> TakeAsync(HttpClient http, HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        var length = (int)response.Content.Headers.ContentLength!.Value;
        var body = ArrayPool<byte>.Shared.Rent(length);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(body.AsMemory(0, length));
        return (body, length, response.Content.Headers.ContentEncoding.Contains("gzip"));
    }

    private static void Pass(byte[] body, int length, bool isGzip, Rows? rows)
    {
        using var blocks = new BlockingCollection<(byte[] Bytes, int Count)>(BlocksAhead);
        var ahead = Task.Factory.StartNew(
            () =>
            {
                Stream raw = new MemoryStream(body, 0, length);
                using var stream = isGzip ? new GZipStream(raw, CompressionMode.Decompress) : raw;
                while (true)
                {
                    var block = ArrayPool<byte>.Shared.Rent(BlockSize);
                    var count = stream.Read(block, 0, BlockSize);
                    if (count == 0)
                    {
                        break;
                    }

                    blocks.Add((block, count));
                }

                blocks.CompleteAdding();
            },
            TaskCreationOptions.LongRunning
        );

        var state = default(JsonReaderState);
        byte[] rest = [];
        foreach (var (bytes, count) in blocks.GetConsumingEnumerable())
        {
            byte[] joined = bytes;
            var size = count;
            if (rest.Length > 0)
            {
                joined = ArrayPool<byte>.Shared.Rent(rest.Length + count);
                rest.CopyTo(joined, 0);
                bytes.AsSpan(0, count).CopyTo(joined.AsSpan(rest.Length));
                size = rest.Length + count;
            }

            var reader = new Utf8JsonReader(joined.AsSpan(0, size), isFinalBlock: false, state);
            if (rows is null)
            {
                while (reader.Read())
                {
                    ;
                }
            }
            else
            {
                rows.Read(ref reader);
            }

            rest = joined.AsSpan((int)reader.BytesConsumed, size - (int)reader.BytesConsumed).ToArray();
            state = reader.CurrentState;
            if (joined != bytes)
            {
                ArrayPool<byte>.Shared.Return(joined);
            }

            ArrayPool<byte>.Shared.Return(bytes);
        }

        ahead.GetAwaiter().GetResult();
    }

    private sealed class Rows
    {
        private static readonly TypeNameCache TypeNames = new(RowShape.TypeName);
        private readonly List<(byte[] Utf8, string Name, string Type)> _columns = [];
        private string? _name;
        private PSObject? _row;
        private int _column = -1;
        private bool _isInResults;
        private bool _isSidecar;
        private int _bag;
        private List<UncopiedNoteProperty>? _members;
        private string? _member;

        public int Count { get; private set; }

        public long Allocated { get; private set; }

        public void Read(ref Utf8JsonReader reader)
        {
            Allocated -= GC.GetAllocatedBytesForCurrentThread();
            while (reader.Read())
            {
                if (_row is not null)
                {
                    Cell(ref reader);
                }
                else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
                {
                    _isInResults = reader.ValueTextEquals("results") || reader.ValueTextEquals("Results");
                }
                else if (reader.CurrentDepth == 3 && reader.TokenType == JsonTokenType.String)
                {
                    Column(reader.GetString()!);
                }
                else if (reader.CurrentDepth == 2 && reader.TokenType == JsonTokenType.StartObject && _isInResults)
                {
                    Begin();
                }
            }

            Allocated += GC.GetAllocatedBytesForCurrentThread();
        }

        private void Column(string text)
        {
            if (_name is null)
            {
                _name = text;
                return;
            }

            _columns.Add((Encoding.UTF8.GetBytes(_name), _name, text));
            _name = null;
        }

        private void Begin()
        {
            _row = new PSObject(_columns.Count);
            TypeNames.GiveTo(_row);
            _column = -1;
        }

        private void Cell(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when _bag > 0:
                    _member = reader.GetString();
                    break;
                case JsonTokenType.PropertyName:
                    _isSidecar = !reader.ValueTextEquals(_columns[_column + 1].Utf8);
                    if (!_isSidecar)
                    {
                        _column++;
                    }

                    break;
                case JsonTokenType.StartObject:
                    _bag++;
                    _members = [];
                    break;
                case JsonTokenType.EndObject when _bag > 0:
                    _bag--;
                    Add(_members!.Count == 0 ? null : Bag());
                    break;
                case JsonTokenType.EndObject:
                    Count++;
                    _row = null;
                    break;
                case var _ when _isSidecar:
                    break;
                case var _ when _bag > 0:
                    if (!_member!.StartsWith('@'))
                    {
                        _members!.Add(new UncopiedNoteProperty(_member, reader.TokenType == JsonTokenType.String ? reader.GetString() : reader.GetInt64()));
                    }

                    break;
                default:
                    Add(Value(ref reader, _columns[_column].Type));
                    break;
            }
        }

        private PSObject Bag()
        {
            var bag = new PSObject(_members!.Count);
            foreach (var member in _members)
            {
                bag.Properties.Add(member, preValidated: true);
            }

            return bag;
        }

        private void Add(object? value) => _row!.Properties.Add(new UncopiedNoteProperty(_columns[_column].Name, value), preValidated: true);

        private static object? Value(ref Utf8JsonReader reader, string type) =>
            type switch
            {
                _ when reader.TokenType == JsonTokenType.Null => null,
                "String" => reader.GetString(),
                "DateTime" => reader.GetDateTime(),
                "Int64" => reader.GetInt64(),
                _ => reader.GetInt32() == 1,
            };
    }
}
