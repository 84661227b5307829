namespace MdeHunting.Evidence;

/// <summary>
/// What stands where in a zip archive (APPNOTE.TXT of PKWARE, section 4.3). Programs differ in which of two contradicting places they believe, and in what they
/// pass by; so an archive of evidence has no such places, and no byte that is of no entry.
/// </summary>
internal sealed class ZipLayout
{
    private const uint EndMark = 0x06054b50;
    private const uint LongEndMark = 0x06064b50;
    private const uint LongEndPlaceMark = 0x07064b50;
    private const uint EntryMark = 0x02014b50;
    private const uint LocalMark = 0x04034b50;
    private const uint DescriptorMark = 0x08074b50;
    private const int EndLength = 22;
    private const int LongEndLength = 56;
    private const int LongEndPlaceLength = 20;
    private const int EntryLength = 46;
    private const int LocalLength = 30;

    // Extra fields (section 4.5): long sizes, and another name for the same entry.
    private const int LongExtra = 0x0001;
    private const int NameExtra = 0x7075;

    // Bits of an entry (section 4.4.4): encryption of three kinds, and sizes that follow the content.
    private const int Encrypted = 0x0001 | 0x0040 | 0x2000;
    private const int SizesFollow = 0x0008;

    // A directory of a million entries has a third of that.
    private const long LongestDirectory = 512L * 1024 * 1024;

    private readonly Stream _stream;
    private readonly Func<string, Exception> _fault;

    private ZipLayout(Stream stream, Func<string, Exception> fault) => (_stream, _fault) = (stream, fault);

    /// <summary>Reads the entries, in the order of the archive's directory.</summary>
    /// <param name="stream">The archive.</param>
    /// <param name="most">How many entries it may have.</param>
    /// <param name="fault">Makes a failure of what is found, a sentence without its subject and its end.</param>
    public static IReadOnlyList<ZipPart> Read(Stream stream, int most, Func<string, Exception> fault) => new ZipLayout(stream, fault).Read(most);

    private List<ZipPart> Read(int most)
    {
        var end = FindEnd();
        var (count, length, start, directoryEnd) = ReadEnd(end);
        if (count > most)
        {
            throw _fault(FormattableString.Invariant($"has more than {most:N0} entries"));
        }

        if (length > LongestDirectory || start < 0 || length < 0 || start + length != directoryEnd)
        {
            throw _fault("can't be read as a zip archive: its directory isn't where its end says");
        }

        var directory = Bytes(start, (int)length);
        var parts = new List<ZipPart>();
        for (var at = 0; at < directory.Length; )
        {
            parts.Add(ReadEntry(directory, ref at));
        }

        if (parts.Count != count)
        {
            throw _fault(FormattableString.Invariant($"has {parts.Count:N0} entries in its directory, and its end says {count:N0}"));
        }

        CheckPlaces(parts, start);
        return parts;
    }

    private long FindEnd()
    {
        var length = _stream.Length;
        var tail = Bytes(Math.Max(0, length - EndLength - ushort.MaxValue), (int)Math.Min(length, EndLength + ushort.MaxValue));
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            if (Long(tail, at) != EndMark)
            {
                continue;
            }

            var behind = tail.Length - at - EndLength;
            return behind == 0 && Short(tail, at + 20) == 0
                ? length - EndLength
                : throw _fault(FormattableString.Invariant($"has {behind:N0} bytes behind its end, which aren't of the bag"));
        }

        throw _fault("can't be read as a zip archive: it has no end, or was cut off");
    }

    private (long Count, long Length, long Start, long End) ReadEnd(long at)
    {
        var end = Bytes(at, EndLength);
        if (Short(end, 4) != 0 && Short(end, 4) != ushort.MaxValue)
        {
            throw _fault("is one of several parts of an archive");
        }

        var (count, length, start) = ((long)Short(end, 10), (long)Long(end, 12), (long)Long(end, 16));
        if (count != ushort.MaxValue && length != uint.MaxValue && start != uint.MaxValue)
        {
            return (count, length, start, at);
        }

        var place = at < LongEndPlaceLength ? [] : Bytes(at - LongEndPlaceLength, LongEndPlaceLength);
        if (place.Length == 0 || Long(place, 0) != LongEndPlaceMark)
        {
            return (count, length, start, at);
        }

        var longAt = Longer(place, 8);
        var longEnd = longAt == at - LongEndPlaceLength - LongEndLength ? Bytes(longAt, LongEndLength) : [];
        return longEnd.Length > 0 && Long(longEnd, 0) == LongEndMark
            ? (Longer(longEnd, 32), Longer(longEnd, 40), Longer(longEnd, 48), longAt)
            : throw _fault("can't be read as a zip archive: its end contradicts itself");
    }

    private ZipPart ReadEntry(byte[] directory, ref int at)
    {
        if (at + EntryLength > directory.Length || Long(directory, at) != EntryMark)
        {
            throw _fault("can't be read as a zip archive: its directory is damaged");
        }

        var (nameLength, extraLength, commentLength) = (Short(directory, at + 28), Short(directory, at + 30), Short(directory, at + 32));
        var end = at + EntryLength + nameLength + extraLength + commentLength;
        if (end > directory.Length)
        {
            throw _fault("can't be read as a zip archive: its directory is damaged");
        }

        var part = new ZipPart(
            Part(directory, at + EntryLength, nameLength),
            Short(directory, at + 8),
            Short(directory, at + 10),
            Long(directory, at + 16),
            Long(directory, at + 20),
            Long(directory, at + 24),
            Long(directory, at + 42),
            (int)Long(directory, at + 38) >> 16
        );
        var extra = Part(directory, at + EntryLength + nameLength, extraLength);
        at = end;
        if ((part.Flags & Encrypted) != 0)
        {
            throw _fault($"has the encrypted entry '{part.Shown}', which can't be read: extract the archive with its password, and specify the folder");
        }

        if (part.Method is not (0 or 8 or 9))
        {
            throw _fault(FormattableString.Invariant($"has the entry '{part.Shown}', compressed by the method {part.Method}, which isn't known here"));
        }

        if (Extra(extra, NameExtra).Length > 0)
        {
            throw _fault($"has the entry '{part.Shown}', which has a second name");
        }

        return Lengthened(part, Extra(extra, LongExtra));
    }

    // The long sizes stand there in this order, each where its short place says so.
    private static ZipPart Lengthened(ZipPart part, byte[] longer)
    {
        var at = 0;
        var size = Take(part.Size);
        var stored = Take(part.StoredSize);
        return part with { Size = size, StoredSize = stored, Place = Take(part.Place) };

        long Take(long told)
        {
            if (told != uint.MaxValue || at + 8 > longer.Length)
            {
                return told;
            }

            at += 8;
            return Longer(longer, at - 8);
        }
    }

    // From the archive's first byte to its directory, one entry begins where the one before it ends.
    private void CheckPlaces(List<ZipPart> parts, long directory)
    {
        var end = 0L;
        var places = parts.OrderBy(part => part.Place).ToList();
        for (var i = 0; i < places.Count; i++)
        {
            var part = places[i];
            var next = i + 1 < places.Count ? places[i + 1].Place : directory;
            if (part.Place != end)
            {
                throw _fault(
                    part.Place < end
                        ? $"has the entry '{part.Shown}', which lies over another one"
                        : FormattableString.Invariant($"has {part.Place - end:N0} bytes ahead of the entry '{part.Shown}' that are of no entry")
                );
            }

            end = CheckLocal(part, next);
        }

        if (end != directory)
        {
            throw _fault(FormattableString.Invariant($"has {directory - end:N0} bytes ahead of its directory that are of no entry"));
        }
    }

    // What stands ahead of the content is what the directory says; other programs read only one of the two.
    private long CheckLocal(ZipPart part, long next)
    {
        var header = Bytes(part.Place, LocalLength);
        if (Long(header, 0) != LocalMark)
        {
            throw _fault($"doesn't have the entry '{part.Shown}' where its directory says");
        }

        var rest = Bytes(part.Place + LocalLength, Short(header, 26) + Short(header, 28));
        var name = Part(rest, 0, Short(header, 26));
        var extra = Part(rest, name.Length, rest.Length - name.Length);
        var local = Lengthened(
            part with
            {
                Name = name,
                Flags = Short(header, 6),
                Method = Short(header, 8),
                Crc = Long(header, 14),
                StoredSize = Long(header, 18),
                Size = Long(header, 22),
            },
            Extra(extra, LongExtra)
        );
        var what =
            !name.SequenceEqual(part.Name) || Extra(extra, NameExtra).Length > 0 ? $"which is called '{local.Shown}' where it lies"
            : (local.Flags & Encrypted) != 0 ? "which is encrypted where it lies"
            : local.Method != part.Method ? "which is compressed in another way where it lies"
            : (local.Flags & SizesFollow) != (part.Flags & SizesFollow) ? "which says something else of its length where it lies"
            : null;
        var end = part.Place + LocalLength + rest.Length + part.StoredSize;
        if (what is null && end <= next)
        {
            what = (part.Flags & SizesFollow) == 0 ? Difference(part, local) : DifferenceBehind(part, ref end, next);
        }

        return what is null ? end : throw _fault($"has the entry '{part.Shown}', {what}");
    }

    private static string? Difference(ZipPart part, ZipPart local) =>
        local.Size != part.Size || local.StoredSize != part.StoredSize ? "whose length is another one where it lies"
        : local.Crc != part.Crc ? "whose checksum is another one where it lies"
        : null;

    // The mark is optional, and the sizes have four bytes or eight (section 4.3.9).
    private string? DifferenceBehind(ZipPart part, ref long end, long next)
    {
        var length = next - end;
        if (length is not (12 or 16 or 20 or 24))
        {
            return "whose length isn't the one where it lies";
        }

        var bytes = Bytes(end, (int)length);
        end = next;
        var at = length is 16 or 24 ? 4 : 0;
        var isLong = length > 16;
        return at == 4 && Long(bytes, 0) != DescriptorMark ? "behind which are bytes that are of no entry"
            : Long(bytes, at) != part.Crc ? "whose checksum is another one where it lies"
            : (isLong ? Longer(bytes, at + 4) : Long(bytes, at + 4)) != part.StoredSize || (isLong ? Longer(bytes, at + 12) : Long(bytes, at + 8)) != part.Size
                ? "whose length is another one where it lies"
            : null;
    }

    private static byte[] Extra(byte[] fields, int id)
    {
        for (var at = 0; at + 4 <= fields.Length; at += 4 + Short(fields, at + 2))
        {
            var length = Short(fields, at + 2);
            if (Short(fields, at) == id && at + 4 + length <= fields.Length)
            {
                return Part(fields, at + 4, length);
            }
        }

        return [];
    }

    private byte[] Bytes(long place, int length)
    {
        if (place < 0 || place + length > _stream.Length)
        {
            throw _fault("can't be read as a zip archive: it's damaged, or was cut off");
        }

        _stream.Position = place;
        var bytes = new byte[length];
        for (var done = 0; done < length; )
        {
            var read = _stream.Read(bytes, done, length - done);
            done += read > 0 ? read : throw _fault("can't be read as a zip archive: it was cut off");
        }

        return bytes;
    }

    private static byte[] Part(byte[] bytes, int at, int length)
    {
        var part = new byte[length];
        Buffer.BlockCopy(bytes, at, part, 0, length);
        return part;
    }

    private static int Short(byte[] bytes, int at) => bytes[at] | (bytes[at + 1] << 8);

    private static uint Long(byte[] bytes, int at) => (uint)Short(bytes, at) | ((uint)Short(bytes, at + 2) << 16);

    private static long Longer(byte[] bytes, int at) => Long(bytes, at) | ((long)Long(bytes, at + 4) << 32);
}
