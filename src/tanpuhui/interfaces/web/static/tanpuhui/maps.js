// Maps: outlines of a GeoJSON beside the map, or countries of the world atlas. No tiles; nothing is asked of elsewhere.
"use strict";
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  // Text nodes only: whatever a name holds is shown and never read as markup.
  const told = (said) => {
    const box = document.createElement("div");
    const head = document.createElement(said.address ? "a" : "strong");
    head.textContent = said.title || said.reference || "";
    if (said.address && said.address.startsWith("/")) head.href = said.address;
    box.append(head);
    for (const line of said.lines || []) {
      const under = document.createElement("div");
      under.textContent = line;
      box.append(under);
    }
    return box;
  };

  const begin = (place) => {
    place.hidden = false;
    const map = L.map(place, { attributionControl: false, zoomSnap: 0.25, scrollWheelZoom: false, zoomAnimation: !still, fadeAnimation: !still });
    L.control.scale({ imperial: false }).addTo(map);
    return map;
  };

  const outlines = (place, data) => {
    const map = begin(place);
    const drawn = L.geoJSON(data, {
      style: () => ({ color: colour("--link"), weight: 2, fillColor: colour("--holding"), fillOpacity: 0.3 }),
      onEachFeature: (feature, layer) => layer.bindPopup(told(feature.properties)),
    }).addTo(map);
    map.fitBounds(drawn.getBounds().pad(0.3), { maxZoom: 15 });
  };

  // The arcs of a topology as rings of longitude and latitude.
  const rings = (topology) => {
    const { scale, translate } = topology.transform;
    const arcs = topology.arcs.map((arc) => {
      let x = 0, y = 0;
      return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
    });
    const ring = (refs) => refs.flatMap((ref, n) => {
      const points = ref < 0 ? [...arcs[~ref]].reverse() : arcs[ref];
      return n ? points.slice(1) : points;
    }).reduce((done, [x, y]) => {  // a ring over the 180th meridian goes on beyond it
      const before = done.length ? done[done.length - 1][0] : x;
      done.push([x - before > 180 ? x - 360 : x - before < -180 ? x + 360 : x, y]);
      return done;
    }, []);
    return topology.objects.countries.geometries.map((shape) => ({
      type: "Feature", id: shape.id, properties: shape.properties,
      geometry: shape.type === "Polygon" ? { type: "Polygon", coordinates: shape.arcs.map(ring) }
        : { type: "MultiPolygon", coordinates: (shape.arcs || []).map((part) => part.map(ring)) },
    }));
  };

  const world = async (place, said) => {
    const topology = await (await fetch(place.dataset.world)).json();
    const map = begin(place);
    L.geoJSON(rings(topology), {
      style: (country) => ({ color: colour("--paper"), weight: 0.5, fillOpacity: 1, fillColor: said[country.id] ? colour("--holding") : colour("--line") }),
      onEachFeature: (country, layer) => { if (said[country.id]) layer.bindPopup(told(said[country.id])); },
    }).addTo(map);
    map.fitBounds([[-52, -165], [72, 178]]);
  };

  for (const place of document.querySelectorAll("[data-map]")) {
    const data = JSON.parse(document.getElementById(place.dataset.map).textContent);
    if (place.dataset.world) world(place, data); else outlines(place, data);
  }
})();
