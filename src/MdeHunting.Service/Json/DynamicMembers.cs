namespace MdeHunting.Service.Json;

/// <summary>
/// What the dynamic values of one column use in turn: their members' names, and the room in which an object's members are collected. For one thread.
/// </summary>
/// <param name="hasAnnotations">Whether the values come from Graph, which adds members of its own.</param>
internal sealed class DynamicMembers(bool hasAnnotations)
{
    private readonly List<Level> _levels = [];
    private int _depth;
    private bool _hasNumberAsText;

    /// <summary>Whether objects have members that are annotations of Graph's and no data.</summary>
    public bool HasAnnotations => hasAnnotations;

    /// <summary>The names so far, which the values share.</summary>
    public StringInterner Names { get; } = new();

    /// <summary>Notes that a value has a number that no number of .NET holds, and that is its text instead.</summary>
    public void NoteNumberAsText() => _hasNumberAsText = true;

    /// <summary>Whether that was noted since the last time.</summary>
    public bool TakeNumberAsText()
    {
        var taken = _hasNumberAsText;
        _hasNumberAsText = false;
        return taken;
    }

    /// <summary>Room for the members of an object that lies in those that have been entered.</summary>
    public Level Enter()
    {
        if (_depth == _levels.Count)
        {
            _levels.Add(new Level());
        }

        return _levels[_depth++];
    }

    /// <summary>Gives back the room that was entered last.</summary>
    public void Leave()
    {
        var level = _levels[--_depth];
        level.Clear();
    }

    /// <summary>The members of one object, in their order.</summary>
    internal sealed class Level
    {
        // Room for more is given back: a level is kept for each depth.
        private const int MostKept = 1_024;

        private Dictionary<string, object?> _present = new(StringComparer.Ordinal);
        private HashSet<string> _left = new(StringComparer.Ordinal);

        public List<string> Names { get; private set; } = [];

        public List<object?> Values { get; private set; } = [];

        public void Clear()
        {
            if (Names.Count > MostKept)
            {
                (Names, Values) = ([], []);
            }

            Names.Clear();
            Values.Clear();
        }

        /// <summary>
        /// Takes out what Graph has added: the type of the object, and that of a member that is there and has that type, each once. Whatever else looks so was
        /// in the data.
        /// </summary>
        public void RemoveAnnotations()
        {
            for (var i = 0; i < Names.Count; i++)
            {
                if (!_present.ContainsKey(Names[i]))
                {
                    _present.Add(Names[i], Values[i]);
                }
            }

            var kept = 0;
            for (var i = 0; i < Names.Count; i++)
            {
                if (IsAnnotation(Names[i], Values[i]) && _left.Add(Names[i]))
                {
                    continue;
                }

                (Names[kept], Values[kept]) = (Names[i], Values[i]);
                kept++;
            }

            Names.RemoveRange(kept, Names.Count - kept);
            Values.RemoveRange(kept, Values.Count - kept);
            if (_present.Count > MostKept)
            {
                (_present, _left) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal));
            }

            _present.Clear();
            _left.Clear();
        }

        private bool IsAnnotation(string name, object? value)
        {
            if (!GraphAnnotation.IsOne(name, value))
            {
                return false;
            }

            var type = (string)value!;
            var target = GraphAnnotation.Target(name);
            return target.Length == 0 ? GraphAnnotation.IsOfObject(type) : _present.TryGetValue(target, out var beside) && GraphAnnotation.Fits(type, beside);
        }
    }
}
