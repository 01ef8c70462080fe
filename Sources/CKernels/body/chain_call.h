// Calls a chain's machine code on one tile. The code takes whole vectors only; what is left of the
// tile or of its rows goes through copies of a vector each.

// A register's own memory is padded, so that whole vectors may pass a tile's end there.
static bool chain_is_padded(const machine *m, const varia_chain *chain, const float **streams) {
    for (int32_t s = 0; s < varia_chain_streams(chain); s++) {
        const varia_chain_stream *stream = &chain->streams[s];
        const bool room = chain->spreads && stream->kind != chain->kind;
        if (!room && streams[s] != home(m, (uint8_t)stream->kind, stream->number)) return false;
    }
    return true;
}

INLINE float *chain_room(const machine *m, int32_t s) {
    return m->frame.rooms + s * m->plan->wide_size;
}

// The ends of rows: from `whole` on, `left` elements each.
static void run_chain_ends(
    const machine *m, const varia_planned_chain *planned, const varia_chain_call *call,
    int64_t count, int64_t whole) {
    const varia_chain *chain = &planned->chain;
    const int64_t left = count - whole, rows = call->rows;
    const int32_t streams = varia_chain_streams(chain);
    const int32_t first_output = chain->inputs + chain->narrow_inputs;
    float single[varia_chain_limit][varia_chain_lanes];
    varia_chain_call ends = {.rows = rows, .row_bytes = sizeof(float) * varia_chain_lanes};
    for (int32_t s = 0; s < streams; s++) {
        const bool by_row = chain->streams[s].kind != chain->kind && !chain->spreads;
        if (by_row) {
            ends.streams[s] = call->streams[s];
            continue;
        }
        float *room = rows == 1 ? single[s] : chain_room(m, s);
        ends.streams[s] = room;
        if (s >= first_output) continue;
        for (int64_t row = 0; row < rows; row++) {
            const float *from = call->streams[s] + row * count + whole;
            float *to = room + row * varia_chain_lanes;
            for (int64_t i = 0; i < varia_chain_lanes; i++) to[i] = i < left ? from[i] : 1.f;
        }
    }
    planned->code(&ends);
    for (int32_t s = first_output; s < streams; s++) {
        for (int64_t row = 0; row < rows; row++) {
            const float *from = ends.streams[s] + row * varia_chain_lanes;
            float *to = call->streams[s] + row * count + whole;
            for (int64_t i = 0; i < left; i++) to[i] = from[i];
        }
    }
}

static void run_chain(const machine *m, const varia_planned_chain *planned, tile t) {
    const varia_chain *chain = &planned->chain;
    const int64_t width = chain->kind == VARIA_WIDE ? t.columns : 1;
    const int32_t inputs = chain->inputs + chain->narrow_inputs;
    const int32_t streams = varia_chain_streams(chain);
    varia_chain_call call;
    // Inputs first: an output may take the place of one of them.
    for (int32_t s = 0; s < inputs; s++) {
        const varia_chain_stream *stream = &chain->streams[s];
        const float *from = *slot(m, (uint8_t)stream->kind, stream->number);
        if (chain->spreads && stream->kind != chain->kind) {
            float *room = chain_room(m, s);
            for (int64_t row = 0; row < t.rows; row++) {
                const vfloat value = splat(from[row]);
                for (int64_t c = 0; c < width; c += LANES) store(room + row * width + c, value);
            }
            from = room;
        }
        call.streams[s] = (float *)from;
    }
    for (int32_t s = inputs; s < streams; s++) {
        call.streams[s] = result(m, chain->streams[s].definition, t, width);
    }
    const bool by_row = chain->narrow_inputs > 0 && !chain->spreads;
    call.rows = by_row ? t.rows : 1;
    const int64_t count = by_row ? width : t.rows * width;
    int64_t whole = count / varia_chain_lanes * varia_chain_lanes;
    if (whole < count && !by_row && chain_is_padded(m, chain, (const float **)call.streams)) {
        whole = count + varia_chain_lanes - 1;
        whole = whole / varia_chain_lanes * varia_chain_lanes;
    }
    call.row_bytes = (int64_t)sizeof(float) * whole;
    call.row_gap = (int64_t)sizeof(float) * (count - whole);
    if (whole > 0) planned->code(&call);
    if (whole < count) run_chain_ends(m, planned, &call, count, whole);
}
